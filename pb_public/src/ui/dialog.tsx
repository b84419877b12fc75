import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../lib/i18n';
import { Icon } from './icon';

/** What is to be filled in, or else the button that changes nothing. */
const first = ':is(input, textarea, select):not([type=file]):not(:disabled)';

/**
 * A dialog opens at its first field, or at the safe button; the browser would
 * take the one that closes it. Not where a keyboard would cover it.
 */
function focusFirst(dialog: HTMLDialogElement) {
  const close = dialog.querySelector('.dialog-head button');
  if (document.activeElement !== close || matchMedia('(pointer: coarse)').matches) return;
  const fields = [...dialog.querySelectorAll<HTMLElement>(first)];
  const to = fields.find((el) => el.getClientRects().length) ?? dialog.querySelector<HTMLElement>('.actions button');
  to?.focus();
}

/**
 * The native modal dialog: focus trap, Escape, inert page and the return of the
 * focus come from the browser. A bottom sheet on a phone.
 */
export function Dialog({
  open,
  title,
  onClose,
  wide,
  children,
  onKeyDown,
}: {
  open: boolean;
  title: string;
  onClose: () => void;
  /** As large as the window. */
  wide?: boolean;
  children?: ComponentChildren;
  onKeyDown?: (e: KeyboardEvent) => void;
}) {
  const ref = useRef<HTMLDialogElement | null>(null);
  const id = useId();
  useLayoutEffect(() => {
    // before the next key: it is meant for the dialog
    const d = ref.current;
    if (open && d && !d.open) {
      d.showModal();
      focusFirst(d);
    }
    if (!open && d?.open) d.close();
  }, [open]);
  return (
    <dialog
      ref={ref}
      class={`dialog ${wide ? 'dialog-wide' : ''}`}
      aria-labelledby={id}
      onClose={onClose}
      onKeyDown={onKeyDown}
      onMouseDown={(e) => e.target === ref.current && onClose()}
    >
      {open && (
        <div class="dialog-body">
          <div class="dialog-head">
            <h2 id={id}>{title}</h2>
            <button type="button" class="btn-icon" aria-label={t('form.close')} onClick={onClose}>
              <Icon name="close" />
            </button>
          </div>
          {children}
        </div>
      )}
    </dialog>
  );
}
