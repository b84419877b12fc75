import { useEffect, useRef, useState } from 'preact/hooks';
import { me } from '../lib/api';
import type { Values } from '../lib/canned';
import { t } from '../lib/i18n';
import { loadPart } from '../lib/loadPart';
import { toast } from '../lib/toast';
import type { Canned } from '../lib/types';
import type { CannedForm } from '../ui/cannedForm';
import type { CannedList } from '../ui/cannedList';
import { Dialog } from '../ui/dialog';
import { Icon } from '../ui/icon';
import type { CannedPicker } from './cannedPicker';
import { insertText } from './insertText';

/** The views of the dialog, each loaded on first use. */
const views = {
  pick: () => import('./cannedPicker').then((m) => ({ Picker: m.CannedPicker })),
  save: () => import('../ui/cannedForm').then((m) => ({ Form: m.CannedForm })),
  own: () => import('../ui/cannedList').then((m) => ({ List: m.CannedList })),
};
type Mode = keyof typeof views;
type View = { of: Mode; Picker?: typeof CannedPicker; Form?: typeof CannedForm; List?: typeof CannedList };
const titles = { pick: 'canned.all', save: 'canned.save', own: 'canned.mine' } as const;

/** By the physical key, for the Russian layout has another letter there. */
const isShortcut = (e: KeyboardEvent) =>
  (e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && (e.code === 'Semicolon' || e.key === ';');

/**
 * Canned answers for the text of a form: «;;» or Ctrl+; inserts one at the
 * caret, and the text as it is can be kept as another.
 */
export function CannedTools({ form, values }: { form: { current: HTMLFormElement | null }; values: Values }) {
  const [mode, setMode] = useState<'' | Mode>('');
  const [view, setView] = useState<View | null>(null);
  const at = useRef({ from: 0, to: 0 });
  const then = useRef<(() => void) | null>(null);
  const box = () => form.current?.elements.namedItem('body') as HTMLTextAreaElement;
  const open = async (next: Mode, cut = 0) => {
    at.current = { from: box().selectionStart - cut, to: box().selectionEnd };
    const found = await loadPart<Omit<View, 'of'>>(views[next]);
    if (!found) return;
    setView({ ...found, of: next });
    setMode(next);
  };
  useEffect(() => {
    const el = box();
    const onKeyDown = (e: KeyboardEvent) => {
      if (isShortcut(e)) {
        e.preventDefault();
        open('pick');
      }
    };
    const onInput = (e: Event) => {
      if (e instanceof InputEvent && e.data === ';' && el.value.slice(0, el.selectionStart).endsWith(';;'))
        open('pick', 2);
    };
    el.addEventListener('keydown', onKeyDown);
    el.addEventListener('input', onInput);
    return () => {
      el.removeEventListener('keydown', onKeyDown);
      el.removeEventListener('input', onInput);
    };
  }, []);
  const close = () => setMode('');
  /** Runs what was picked after the dialog has returned the focus. */
  const closed = () => {
    close();
    then.current?.();
    then.current = null;
  };
  const pick = (row: Canned, text: string) => {
    then.current = () => {
      insertText(box(), at.current.from, at.current.to, text);
      import('../lib/cannedAnswers').then(({ countUse }) => countUse(row)); // the picker has fetched it
    };
    close();
  };
  const saved = () => {
    then.current = () => toast(t('canned.saved'));
    close();
  };
  const text = box()?.value.slice(at.current.from, at.current.to).trim() || box()?.value || '';
  return (
    <>
      <p class="canned-tools">
        <button type="button" class="btn-text" onClick={() => open('pick')}>
          <Icon name="list" />
          {t('canned.all')}
        </button>
        {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus */}
        <kbd aria-hidden="true">;;</kbd>
        <button type="button" class="btn-text" onClick={() => open('save')}>
          {t('canned.save')}
        </button>
      </p>
      <Dialog open={!!mode && view?.of === mode} title={t(titles[mode || 'pick'])} onClose={closed}>
        {view?.Picker && mode === 'pick' && (
          <>
            <view.Picker values={values} onPick={pick} />
            <p>
              <button type="button" class="btn-text" onClick={() => open('own')}>
                {t('canned.mine')}
              </button>
            </p>
          </>
        )}
        {view?.Form && mode === 'save' && (
          <view.Form body={text} owner={me.value?.id ?? ''} onSaved={saved} onCancel={close} />
        )}
        {view?.List && mode === 'own' && <view.List />}
      </Dialog>
    </>
  );
}
