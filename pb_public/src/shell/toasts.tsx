import { useEffect, useRef } from 'preact/hooks';
import { hasPopover } from '../lib/browser';
import { t } from '../lib/i18n';
import type { Toast } from '../lib/toast';
import { dismiss, toasts } from '../lib/toast';
import { Icon } from '../ui/icon';

const icons = { ok: 'check', bad: 'alert', news: 'bell' } as const;

function One({ item }: { item: Toast }) {
  const timer = useRef(0);
  const start = () => {
    if (item.ttl) timer.current = window.setTimeout(() => dismiss(item.id), item.ttl);
  };
  const stop = () => clearTimeout(timer.current);
  useEffect(() => {
    start();
    return stop;
  }, []);
  const act = () => {
    dismiss(item.id);
    item.action?.run();
  };
  return (
    <li class={`toast toast-${item.kind}`} onMouseEnter={stop} onMouseLeave={start} onFocusIn={stop} onFocusOut={start}>
      <Icon name={icons[item.kind]} />
      <span>{item.text}</span>
      {item.action && (
        <button type="button" class="toast-action" onClick={act}>
          {item.action.label}
        </button>
      )}
      <button type="button" class="btn-icon" aria-label={t('toast.dismiss')} onClick={() => dismiss(item.id)}>
        <Icon name="close" />
      </button>
    </li>
  );
}

/** The toasts. The regions are in the page from the start: screen readers announce changes only of those. */
export function Toasts() {
  const ref = useRef<HTMLElement | null>(null);
  const n = toasts.value.length;
  useEffect(() => {
    // the top layer, above a dialog that is closing
    const el = ref.current;
    if (!el || !hasPopover()) return;
    if (n && !el.matches(':popover-open')) el.showPopover();
    if (!n && el.matches(':popover-open')) el.hidePopover();
  }, [n]);
  return (
    <>
      <section class="toasts" popover={hasPopover() ? 'manual' : undefined} ref={ref} aria-label={t('toast.region')}>
        <ul>
          {toasts.value.map((x) => (
            <One key={x.id} item={x} />
          ))}
        </ul>
      </section>
      <div class="vh" role="status">
        {toasts.value.filter((x) => x.kind !== 'bad').at(-1)?.text}
      </div>
      <div class="vh" role="alert">
        {toasts.value.filter((x) => x.kind === 'bad').at(-1)?.text}
      </div>
    </>
  );
}
