import { html } from '../core/html.js';
import { t, words } from '../core/i18n.js';
import { me } from '../core/api.js';
import { insertText } from '../core/insert.js';
import { style } from '../core/page.js';
import { part } from '../core/part.js';
import { toast } from '../core/toast.js';
import { useEffect, useRef, useState } from '../vendor/preact.js';
import { Dialog } from './dialog.js';
import { Icon } from './icon.js';

await words('work');
await style(new URL('../styles/canned.css', import.meta.url).href);

/** What the dialog shows, each fetched when it is first asked for. @type {Record<'pick' | 'save' | 'own', () => Promise<any>>} */
const views = {
  pick: () => import('./canned_picker.js').then((m) => m.CannedPicker),
  save: () => import('./canned_form.js').then((m) => m.CannedForm),
  own: () => import('./canned_list.js').then((m) => m.CannedList),
};
const titles = /** @type {const} */ ({ pick: 'canned.all', save: 'canned.save', own: 'canned.mine' });

/** The physical key, for in the Russian layout it is another letter. @param {KeyboardEvent} e */
const isShortcut = (e) => (e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && (e.code === 'Semicolon' || e.key === ';');

/**
 * Canned answers for the text of a form: «;;» or Ctrl+; inserts one at the
 * caret, and the text as it is can be kept as another.
 * @param {{ form: { current: HTMLFormElement | null }, values: import('../core/canned.js').Values }} p
 */
export function CannedTools({ form, values }) {
  const [mode, setMode] = useState(/** @type {'' | keyof typeof views} */ (''));
  const [view, setView] = useState(/** @type {{ of: string, View: any } | null} */ (null));
  const at = useRef({ from: 0, to: 0 });
  const then = useRef(/** @type {(() => void) | null} */ (null));
  const box = () => /** @type {HTMLTextAreaElement} */ (form.current?.elements.namedItem('body'));
  const open = async (/** @type {keyof typeof views} */ next, cut = 0) => {
    at.current = { from: box().selectionStart - cut, to: box().selectionEnd };
    const View = await part(views[next]);
    if (!View) return;
    setView({ of: next, View });
    setMode(next);
  };
  useEffect(() => {
    const el = box();
    const onKeyDown = (/** @type {KeyboardEvent} */ e) => { if (isShortcut(e)) { e.preventDefault(); open('pick'); } };
    const onInput = (/** @type {Event} */ e) => {
      if (e instanceof InputEvent && e.data === ';' && el.value.slice(0, el.selectionStart).endsWith(';;')) open('pick', 2);
    };
    el.addEventListener('keydown', onKeyDown);
    el.addEventListener('input', onInput);
    return () => { el.removeEventListener('keydown', onKeyDown); el.removeEventListener('input', onInput); };
  }, []);
  const close = () => setMode('');
  /** The dialog gives the focus back first: what is to be done comes after. */
  const closed = () => { close(); then.current?.(); then.current = null; };
  const pick = (/** @type {import('../core/types.js').Canned} */ row, /** @type {string} */ text) => {
    then.current = () => {
      insertText(box(), at.current.from, at.current.to, text);
      import('../core/canned_rows.js').then(({ countUse }) => countUse(row)); // the picker has fetched it
    };
    close();
  };
  const saved = () => { then.current = () => toast(t('canned.saved')); close(); };
  const text = box()?.value.slice(at.current.from, at.current.to).trim() || box()?.value || '';
  return html`<p class="canned-tools"><button type="button" class="btn-text" onClick=${() => open('pick')}><${Icon} name="list" />${t('canned.all')}</button><kbd aria-hidden="true">;;</kbd>
      <button type="button" class="btn-text" onClick=${() => open('save')}>${t('canned.save')}</button></p>
    <${Dialog} open=${!!mode && view?.of === mode} title=${t(titles[mode || 'pick'])} onClose=${closed}>
      ${view && mode === 'pick' && html`<${view.View} values=${values} onPick=${pick} /><p><button type="button" class="btn-text" onClick=${() => open('own')}>${t('canned.mine')}</button></p>`}
      ${view && mode === 'save' && html`<${view.View} body=${text} owner=${me.value?.id ?? ''} onSaved=${saved} onCancel=${close} />`}
      ${view && mode === 'own' && html`<${view.View} />`}<//>`;
}
