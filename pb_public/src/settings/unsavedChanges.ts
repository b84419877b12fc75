import { signal } from '@preact/signals';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { me } from '../lib/api';
import { dropDraft, readDraft, writeDraft } from '../lib/drafts';
import { differing } from '../lib/forms';
import { t } from '../lib/i18n';
import { toast } from '../lib/toast';

type Fields = Record<string, unknown>;
/** Unsaved values by field: {now, was} as JSON. */
type Draft = Record<string, string>;

/** Counts the restarts of a settings form: it is its key. */
export const turn = signal(0);
const again = () => {
  turn.value += 1;
};
let shown = 0;

const owner = () => me.value?.id ?? 'guest';
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const pack = (fields: Fields, base: Fields): Draft =>
  Object.fromEntries(Object.entries(fields).map(([field, now]) => [field, JSON.stringify({ now, was: base[field] })]));

/**
 * What was changed in a form of settings and left without being saved: it waits
 * on this device, each field with what it was. What somebody else has changed
 * meanwhile stays theirs until one asks for one's own.
 * @param base as it was read
 * @returns now: what goes on; hidden: one's own of what is theirs
 */
function read(name: string, base: Fields): { now: Fields; hidden: Draft } {
  const now = {} as Fields;
  const hidden = {} as Draft;
  try {
    for (const [field, text] of Object.entries(readDraft(owner(), name))) {
      const kept = JSON.parse(text);
      if (!(field in base) || same(kept.now, base[field])) continue;
      if (same(kept.was, base[field])) now[field] = kept.now;
      else hidden[field] = text;
    }
  } catch {
    /* not what it should be: nothing was kept */
  }
  return { now, hidden };
}

/**
 * The fields as they were read, with what was kept.
 * @param name of the form
 * @param base as it was read
 */
export const withUnsaved = <T extends Fields>(name: string, base: T): T => ({ ...base, ...read(name, base).now });

const without = (draft: Draft, fields: Fields) =>
  Object.fromEntries(Object.entries(draft).filter(([field]) => !(field in fields)));

/**
 * Keeps what differs until it no longer does.
 * @param base as it was read, and as saved since
 */
export function useUnsaved<T extends Fields>(name: string, now: T, base: T) {
  const [whose] = useState(owner);
  const [begun, setBegun] = useState(() => read(name, base));
  const changed = differing(now, base);
  const hidden = without(begun.hidden, changed);
  const draft = { ...pack(changed, base), ...hidden };
  useLayoutEffect(() => writeDraft(whose, name, draft), [JSON.stringify(draft)]); // before a reload can come
  useEffect(() => {
    if (turn.value !== shown) (document.querySelector('.settings-part input') as HTMLElement | null)?.focus();
    shown = turn.value;
  }, []);
  /** Which note to show: changes were restored, or hidden for somebody else's. */
  const kind: '' | 'kept' | 'theirs' = Object.keys(hidden).length
    ? 'theirs'
    : Object.keys(begun.now).length && Object.keys(changed).length
      ? 'kept'
      : '';
  const drop = () => {
    if (kind === 'kept') {
      dropDraft(whose, name);
      again();
    } else setBegun((b) => ({ ...b, hidden: {} }));
    const back = () => {
      writeDraft(whose, name, { ...draft, ...readDraft(whose, name) });
      again();
    }; // beside what was typed since
    toast(t('settings.dropped'), { action: { label: t('toast.undo'), run: back } });
  };
  const take = () => {
    const own = Object.fromEntries(Object.entries(hidden).map(([field, text]) => [field, JSON.parse(text).now]));
    writeDraft(whose, name, pack({ ...changed, ...own }, base));
    again();
  };
  /** Forgets what was saved, even after the form has gone. */
  const saved = (sent: Fields, stored: Fields) => {
    setBegun((b) => ({ now: {}, hidden: without(b.hidden, sent) }));
    const kept = readDraft(whose, name);
    const later = Object.fromEntries(
      Object.keys(sent)
        .filter((field) => kept[field])
        .map((field) => [field, JSON.parse(kept[field] ?? '').now])
        .filter(([field, now]) => !same(now, sent[field])),
    );
    writeDraft(whose, name, { ...without(kept, sent), ...pack(later, stored) });
  };
  return { kind, drop, take, saved };
}

/**
 * A form once some of its fields are saved: these as the server has them, but for
 * those that were changed while they were on their way. Of the others it does not
 * show what somebody else may have made of them.
 */
export const afterSaving = <T extends Fields>(form: T, sent: Fields, stored: T): T => ({
  ...form,
  ...Object.fromEntries(
    Object.keys(sent)
      .filter((field) => same(form[field], sent[field]))
      .map((field) => [field, stored[field]]),
  ),
});
