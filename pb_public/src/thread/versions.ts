// Two versions of a record that two have changed at once. Pure.

/** The fields of a record that may be compared. */
export type Fields = Readonly<Record<string, unknown>>;

/** A field in two versions, as texts. */
export interface Version<F extends string = string> {
  field: F;
  mine: string;
  now: string;
  kind: 'both' | 'mine' | 'theirs';
}

/** As the server would store it. */
const stored = (v: unknown) => (typeof v === 'string' ? v.replaceAll('\r\n', '\n').trim() : String(v ?? ''));

/**
 * The fields in which what a person wants differs from what is there by now:
 * changed by both, by the person alone, or by somebody else alone.
 * @param base the record the person began with
 * @param mine what is to be saved
 * @param now the record as it is
 * @param fields which to look at, in order
 */
export function versions<F extends string>(
  base: Fields,
  mine: Fields,
  now: Fields,
  fields: readonly F[],
): Version<F>[] {
  return fields.flatMap(differs);
  function differs(field: F): Version<F>[] {
    const [was, is] = [stored(base[field]), stored(now[field])];
    const want = field in mine ? stored(mine[field]) : was;
    if (want === was) return is === was ? [] : [{ field, mine: want, now: is, kind: 'theirs' }];
    return want === is ? [] : [{ field, mine: want, now: is, kind: is === was ? 'mine' : 'both' }];
  }
}

/**
 * Who of the staff has written since the person began: comments that were not
 * there, by neither the person nor the client.
 */
export const spokeSince = (comments: { id: string; author: string }[], seen: Set<string>, not: string[]) => [
  ...new Set(comments.filter((l) => !seen.has(l.id) && !not.includes(l.author)).map((l) => l.author)),
];
