import { useEffect, useState } from '../vendor/preact.js';
import { me } from './api.js';
import { dropDraft, readDraft, writeDraft } from './drafts.js';
import { differing } from './form.js';
import { t } from './i18n.js';
import { toast } from './toast.js';

/** @typedef {Record<string, unknown>} Fields */

const owner = () => me.value?.id ?? 'guest';
/** @param {unknown} a @param {unknown} b */
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/**
 * What was changed in a form of settings and left without being saved: it waits
 * on this device, each field with what it was. What somebody else has changed
 * meanwhile stays theirs until one asks for one's own.
 * @param {string} name @param {Fields} base as it was read
 * @returns {{ now: Fields, mine: Fields }} now: what goes on; mine: one's own of what is theirs
 */
function read(name, base) {
  const now = /** @type {Fields} */ ({});
  const mine = /** @type {Fields} */ ({});
  try {
    for (const [field, text] of Object.entries(readDraft(owner(), name))) {
      const kept = JSON.parse(text);
      if (field in base && !same(kept.now, base[field])) (same(kept.was, base[field]) ? now : mine)[field] = kept.now;
    }
  } catch { /* not what it should be: nothing was kept */ }
  return { now, mine };
}

/** @param {string} name @param {Fields} fields @param {Fields} base */
const write = (name, fields, base) => writeDraft(owner(), name, Object.fromEntries(Object.entries(fields).map(([field, now]) => [field, JSON.stringify({ now, was: base[field] })])));

/**
 * The fields as they were read, with what was kept.
 * @template {Fields} T
 * @param {string} name of the form @param {T} base as it was read
 * @returns {T}
 */
export const withKept = (name, base) => ({ ...base, ...read(name, base).now });

/**
 * Keeps what differs until it no longer does.
 * @template {Fields} T
 * @param {string} name @param {T} now @param {T} base as it was read, and as saved since
 * @param {() => void} again begins the form anew
 */
export function useKept(name, now, base, again) {
  const [begun, setBegun] = useState(() => read(name, base));
  const changed = differing(now, base);
  const lost = Object.fromEntries(Object.entries(begun.mine).filter(([field]) => !(field in changed)));
  useEffect(() => {
    const stale = Object.fromEntries(Object.entries(readDraft(owner(), name)).filter(([field]) => field in lost));
    write(name, changed, base);
    if (Object.keys(lost).length) writeDraft(owner(), name, { ...readDraft(owner(), name), ...stale });
  }, [JSON.stringify([changed, lost])]);
  const drop = () => {
    const draft = readDraft(owner(), name);
    dropDraft(owner(), name);
    again();
    toast(t('settings.dropped'), { action: { label: t('toast.undo'), run: () => { writeDraft(owner(), name, draft); again(); } } });
  };
  const take = () => { write(name, { ...changed, ...lost }, base); again(); };
  return {
    /** Which notice there is to give: of what was kept, or of what is somebody else's by now. */
    kind: /** @type {'' | 'kept' | 'theirs'} */ (Object.keys(lost).length ? 'theirs' : Object.keys(begun.now).length && Object.keys(changed).length ? 'kept' : ''),
    drop, take, saved: () => setBegun({ now: {}, mine: {} }),
  };
}

/**
 * The fields once they are saved: as the server has them, but for those that
 * were changed while they were on their way.
 * @template {Fields} T
 * @param {T} typed @param {T} sent @param {T} saved
 * @returns {T}
 */
export const afterSaving = (typed, sent, saved) => ({ ...saved, ...differing(typed, sent) });
