import { useEffect, useRef } from 'preact/hooks';
import { route } from '../lib/router';
import { Icon } from './icon';

/** Asks as one types, but not at each letter; «/» goes to it from anywhere. */
export function Search({
  label,
  value,
  onSearch,
  onEnter,
}: {
  label: string;
  value: string;
  onSearch: (q: string) => void;
  /** On to what was found. */
  onEnter?: () => void;
}) {
  const timer = useRef(0);
  const latest = useRef(onSearch);
  latest.current = onSearch; // a filter chosen since the last letter is not taken back by the words
  const input = useRef<HTMLInputElement | null>(null);
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      const busy = e.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName);
      if (
        (e.key === '/' || e.code === 'Slash') &&
        !busy &&
        !e.ctrlKey &&
        !e.metaKey &&
        !e.altKey &&
        !e.shiftKey &&
        e.key !== '?'
      ) {
        e.preventDefault();
        input.current?.focus();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => {
      clearTimeout(timer.current);
      document.removeEventListener('keydown', onKey);
    };
  }, []);
  useEffect(() => {
    // asked for elsewhere, by a link or by going back
    const el = input.current;
    if (el && el !== document.activeElement) el.value = value;
  }, [value]);
  const later = () => {
    clearTimeout(timer.current);
    timer.current = window.setTimeout(say, 250);
  };
  const say = () => {
    if (location.pathname !== route.value?.path) {
      later();
      return;
    } // another view is on its way, and is not to be taken back
    clearTimeout(timer.current);
    if (input.current) latest.current(input.current.value.trim());
  };
  const onKeyDown = (e: KeyboardEvent) => {
    if (!onEnter || !input.current || e.isComposing || (e.key !== 'Enter' && e.key !== 'ArrowDown')) return;
    e.preventDefault();
    say();
    onEnter();
  };
  const onInput = () => (input.current?.value ? later() : say()); // emptied: there is nothing more to type
  return (
    <label class="search">
      <span class="vh">{label}</span>
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        name="q"
        placeholder={label}
        defaultValue={value}
        onInput={onInput}
        onKeyDown={onKeyDown}
      />
    </label>
  );
}
