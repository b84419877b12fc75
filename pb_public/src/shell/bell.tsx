import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { hasPopover } from '../lib/browser';
import type { Key } from '../lib/i18n';
import { t } from '../lib/i18n';
import { online } from '../lib/online';
import { retry } from '../lib/router';
import { unread } from '../lib/unread';
import { Icon } from '../ui/icon';
import { Failed } from '../ui/states';

const id = 'bell';
/** The list is loaded when it is first opened. */
const list = signal<typeof import('./bellList').default | null>(null);
const opened = signal(false);
const failed = signal('');

async function load() {
  failed.value = '';
  try {
    list.value = (await import('./bellList')).default;
  } catch {
    failed.value = t(online.value ? 'error.server' : 'error.offline');
  }
}
/** Loads the list again; where the browser remembers the failed module, the page is loaded anew with it. */
async function loadAgain() {
  await load();
  if (failed.value) retry();
}
const open = (is: boolean) => {
  opened.value = is;
  if (is && !list.value) load();
};
const onToggle = (e: Event) => open((e as ToggleEvent).newState === 'open');
/** What a button is for in a browser without popovers: it opens and closes the panel itself. */
const plainButton = () =>
  hasPopover() ? { popovertarget: id } : { onClick: () => open(!opened.value), 'aria-expanded': opened.value };

function close() {
  if (hasPopover()) document.getElementById(id)?.hidePopover();
  else open(false);
}

/** Without popovers: Escape and a click elsewhere close the panel, and the focus goes back to where it was. */
function usePlainPanel() {
  const is = opened.value;
  useEffect(() => {
    if (!is || hasPopover()) return undefined;
    const before = document.activeElement;
    const onKeyDown = (e: KeyboardEvent) => {
      if (e.key === 'Escape') open(false);
    };
    const onClick = (e: MouseEvent) => {
      // by the path: a button that acts may have left the document by now
      if (!e.composedPath().some((el) => el instanceof Element && el.matches(`#${id}, .bell, .bell-tab`))) open(false);
    };
    document.addEventListener('keydown', onKeyDown);
    document.addEventListener('click', onClick);
    return () => {
      document.removeEventListener('keydown', onKeyDown);
      document.removeEventListener('click', onClick);
      if (before instanceof HTMLElement) before.focus();
    };
  }, [is]);
}

export const Count = ({ n, said = 'bell.unread' }: { n: number; said?: Key & ('bell.unread' | 'bell.fresh') }) =>
  n > 0 ? (
    <span class="count">
      <span aria-hidden="true">{n > 99 ? '99+' : n}</span>
      <span class="vh">{t(said, { n })}</span>
    </span>
  ) : null;

/** The bell: the browser opens and closes the popover, minds Escape and gives the focus back. */
export const BellButton = ({ short = false }: { short?: boolean }) => (
  <button
    type="button"
    class={short ? 'bell-tab' : 'btn-icon bell'}
    {...plainButton()}
    aria-haspopup="dialog"
    title={short ? undefined : t('bell.title')}
  >
    <Icon name="bell" />
    <span class={short ? '' : 'vh'}>{t(short ? 'bell.short' : 'bell.title')}</span>
    <Count n={unread.value} />
  </button>
);

/** Where its list opens: beneath the bell, on a phone from the foot of the screen. */
export function BellPanel() {
  usePlainPanel();
  const List = list.value;
  const popover = hasPopover();
  return (
    <section
      id={id}
      class={popover ? 'bell-panel' : 'bell-panel bell-plain'}
      hidden={!popover && !opened.value}
      popover={popover ? 'auto' : undefined}
      role="dialog"
      aria-labelledby={`${id}-title`}
      onToggle={onToggle}
    >
      {opened.value &&
        (List ? (
          <List title={`${id}-title`} close={close} />
        ) : (
          failed.value && <Failed text={failed.value} retry={loadAgain} />
        ))}
    </section>
  );
}
