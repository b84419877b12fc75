// Two versions of a record that two have changed at once. Pure.

/** @typedef {Record<string, any>} Fields */
/** @typedef {{ field: string, mine: any, now: any, kind: 'both' | 'mine' | 'theirs' }} Version */

/** As the server would store it. @param {any} v */
const stored = (v) => (typeof v === 'string' ? v.replaceAll('\r\n', '\n').trim() : v ?? '');

/**
 * The fields in which what a person wants differs from what is there by now:
 * changed by both, by the person alone, or by somebody else alone.
 * @param {Fields} base the record the person began with @param {Fields} mine what is to be saved @param {Fields} now the record as it is
 * @param {readonly string[]} fields which to look at, in order
 * @returns {Version[]}
 */
export function versions(base, mine, now, fields) {
  return fields.flatMap((field) => /** @type {Version[]} */ (differs(field)));
  /** @param {string} field */
  function differs(field) {
    const [was, is] = [stored(base[field]), stored(now[field])];
    const want = field in mine ? stored(mine[field]) : was;
    if (want === was) return is === was ? [] : [{ field, mine: want, now: is, kind: 'theirs' }];
    return want === is ? [] : [{ field, mine: want, now: is, kind: is === was ? 'mine' : 'both' }];
  }
}

/**
 * Who of the staff has written since the person began: letters that were not
 * there, by neither the person nor the client.
 * @param {{ id: string, author: string }[]} letters @param {Set<string>} seen @param {string[]} not
 */
export const spokeSince = (letters, seen, not) => [...new Set(letters.filter((l) => !seen.has(l.id) && !not.includes(l.author)).map((l) => l.author))];
