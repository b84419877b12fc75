import { useEffect, useState } from '../vendor/preact.js';
import { me } from './api.js';
import { dropDraft, readDraft, writeDraft } from './drafts.js';
import { differing } from './form.js';

/**
 * A form of settings with what was changed in it and left without being saved:
 * that waits on this device, each field with what it was. Of one that somebody
 * else has changed meanwhile, theirs stays.
 * @template {Record<string, unknown>} T
 * @param {string} name of the form @param {T} base as it was read
 * @returns {T}
 */
export function withKept(name, base) {
  const kept = Object.entries(readDraft(me.value?.id ?? 'guest', name));
  try {
    const fields = kept.map(([field, text]) => [field, JSON.parse(text)]).filter(([field, { was }]) => field in base && JSON.stringify(was) === JSON.stringify(base[field]));
    return { ...base, ...Object.fromEntries(fields.map(([field, { now }]) => [field, now])) };
  } catch { return base; }
}

/**
 * Keeps what differs until it no longer does, and says whether the form began
 * with what was kept before.
 * @template {Record<string, unknown>} T
 * @param {string} name @param {T} now @param {T} base as it was read, and as saved since
 */
export function useKept(name, now, base) {
  const owner = me.value?.id ?? 'guest';
  const [begun] = useState(() => Object.keys(differing(withKept(name, base), base)).length > 0);
  const changed = differing(now, base);
  const some = Object.keys(changed).length > 0;
  useEffect(() => {
    if (some) writeDraft(owner, name, Object.fromEntries(Object.entries(changed).map(([field, value]) => [field, JSON.stringify({ now: value, was: base[field] })])));
    else dropDraft(owner, name);
  }, [JSON.stringify(changed)]);
  return { unsaved: begun && some, drop: () => dropDraft(owner, name) };
}
