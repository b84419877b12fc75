import { html } from '../core/html.js';
import { useEffect, useRef } from '../vendor/preact.js';
import { Icon } from './icon.js';

/**
 * Asks as one types, but not at each letter; «/» goes to it from anywhere.
 * @param {{ label: string, value: string, onSearch: (q: string) => void, onEnter?: () => void }} p onEnter: on to what was found
 */
export function Search({ label, value, onSearch, onEnter }) {
  const timer = useRef(0);
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => {
    const onKey = (/** @type {KeyboardEvent} */ e) => {
      const busy = e.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName);
      if ((e.key === '/' || e.code === 'Slash') && !busy && !e.ctrlKey && !e.metaKey && !e.altKey && !e.shiftKey && e.key !== '?') { e.preventDefault(); input.current?.focus(); }
    };
    document.addEventListener('keydown', onKey);
    return () => { clearTimeout(timer.current); document.removeEventListener('keydown', onKey); };
  }, []);
  useEffect(() => { // asked for elsewhere, by a link or by going back
    const el = input.current;
    if (el && el !== document.activeElement) el.value = value;
  }, [value]);
  const onKeyDown = (/** @type {KeyboardEvent} */ e) => {
    if (!onEnter || !input.current || e.isComposing || (e.key !== 'Enter' && e.key !== 'ArrowDown')) return;
    e.preventDefault();
    clearTimeout(timer.current);
    onSearch(input.current.value.trim());
    onEnter();
  };
  const onInput = (/** @type {any} */ e) => { clearTimeout(timer.current); timer.current = window.setTimeout(() => onSearch(e.target.value.trim()), 250); };
  return html`<label class="search"><span class="vh">${label}</span><${Icon} name="search" />
    <input ref=${input} type="search" name="q" placeholder=${label} defaultValue=${value} onInput=${onInput} onKeyDown=${onKeyDown} /></label>`;
}
