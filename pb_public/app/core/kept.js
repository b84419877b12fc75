import { signal, useEffect, useState } from '../vendor/preact.js';
import { me } from './api.js';
import { dropDraft, readDraft, writeDraft } from './drafts.js';
import { differing } from './form.js';
import { t } from './i18n.js';
import { toast } from './toast.js';

/**
 * @typedef {Record<string, unknown>} Fields
 * @typedef {Record<string, string>} Draft by field, {now, was} as JSON
 */

/** Counts how often a form of settings has begun anew: it is its key. */
export const turn = signal(0);
const again = () => { turn.value += 1; };
let shown = 0;

const owner = () => me.value?.id ?? 'guest';
/** @param {unknown} a @param {unknown} b */
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
/** @param {Fields} fields @param {Fields} base @returns {Draft} */
const pack = (fields, base) => Object.fromEntries(Object.entries(fields).map(([field, now]) => [field, JSON.stringify({ now, was: base[field] })]));

/**
 * What was changed in a form of settings and left without being saved: it waits
 * on this device, each field with what it was. What somebody else has changed
 * meanwhile stays theirs until one asks for one's own.
 * @param {string} name @param {Fields} base as it was read
 * @returns {{ now: Fields, hidden: Draft }} now: what goes on; hidden: one's own of what is theirs
 */
function read(name, base) {
  const now = /** @type {Fields} */ ({});
  const hidden = /** @type {Draft} */ ({});
  try {
    for (const [field, text] of Object.entries(readDraft(owner(), name))) {
      const kept = JSON.parse(text);
      if (!(field in base) || same(kept.now, base[field])) continue;
      if (same(kept.was, base[field])) now[field] = kept.now; else hidden[field] = text;
    }
  } catch { /* not what it should be: nothing was kept */ }
  return { now, hidden };
}

/**
 * The fields as they were read, with what was kept.
 * @template {Fields} T
 * @param {string} name of the form @param {T} base as it was read
 * @returns {T}
 */
export const withKept = (name, base) => ({ ...base, ...read(name, base).now });

/** @param {Draft} draft @param {Fields} fields */
const without = (draft, fields) => Object.fromEntries(Object.entries(draft).filter(([field]) => !(field in fields)));

/**
 * Keeps what differs until it no longer does.
 * @template {Fields} T
 * @param {string} name @param {T} now @param {T} base as it was read, and as saved since
 */
export function useKept(name, now, base) {
  const [whose] = useState(owner);
  const [begun, setBegun] = useState(() => read(name, base));
  const changed = differing(now, base);
  const hidden = without(begun.hidden, changed);
  const draft = { ...pack(changed, base), ...hidden };
  useEffect(() => writeDraft(whose, name, draft), [JSON.stringify(draft)]);
  useEffect(() => {
    if (turn.value !== shown) /** @type {HTMLElement | null} */ (document.querySelector('.settings-part input'))?.focus();
    shown = turn.value;
  }, []);
  /** Which notice there is to give: of what was kept, or of what is somebody else's by now. @type {'' | 'kept' | 'theirs'} */
  const kind = Object.keys(hidden).length ? 'theirs' : Object.keys(begun.now).length && Object.keys(changed).length ? 'kept' : '';
  const drop = () => {
    if (kind === 'kept') { dropDraft(whose, name); again(); } else setBegun((b) => ({ ...b, hidden: {} }));
    const back = () => { writeDraft(whose, name, { ...draft, ...readDraft(whose, name) }); again(); }; // beside what was typed since
    toast(t('settings.dropped'), { action: { label: t('toast.undo'), run: back } });
  };
  const take = () => {
    const own = Object.fromEntries(Object.entries(hidden).map(([field, text]) => [field, JSON.parse(text).now]));
    writeDraft(whose, name, pack({ ...changed, ...own }, base));
    again();
  };
  /** Forgets what is saved, if the form is still there or not. @param {Fields} sent @param {Fields} stored */
  const saved = (sent, stored) => {
    setBegun((b) => ({ now: {}, hidden: without(b.hidden, sent) }));
    const kept = readDraft(whose, name);
    const later = Object.fromEntries(Object.keys(sent).filter((field) => kept[field] && !same(JSON.parse(kept[field]).now, sent[field])).map((field) => [field, JSON.parse(kept[field]).now]));
    writeDraft(whose, name, { ...without(kept, sent), ...pack(later, stored) });
  };
  return { kind, drop, take, saved };
}

/**
 * A form once some of its fields are saved: these as the server has them, but for
 * those that were changed while they were on their way. Of the others it does not
 * show what somebody else may have made of them.
 * @template {Fields} T
 * @param {T} form @param {Fields} sent @param {T} stored
 * @returns {T}
 */
export const afterSaving = (form, sent, stored) => ({ ...form, ...Object.fromEntries(Object.keys(sent).filter((field) => same(form[field], sent[field])).map((field) => [field, stored[field]])) });
