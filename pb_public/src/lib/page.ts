import { effect, signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from './i18n';
import { unread } from './unread';

/** The name of the view; the title of the document begins with how much is unread. */
const name = signal('');
effect(() => {
  if (name.value) document.title = `${unread.value ? `(${unread.value}) ` : ''}${name.value} — ${t('app.name')}`;
});

let first = true;
/** Names the document and moves the focus to the heading after a navigation. */
export function usePage(title: string, ready: boolean = true) {
  const ref = useRef<HTMLHeadingElement | null>(null);
  useEffect(() => {
    name.value = title;
  }, [title]);
  useEffect(() => {
    if (!ready) return;
    if (!first) ref.current?.focus({ preventScroll: true });
    first = false;
  }, [ready]);
  return { ref, tabIndex: -1 };
}
