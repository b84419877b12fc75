import { useEffect } from 'preact/hooks';
import { pendingReply, typeAhead } from './pendingReply';

/**
 * Actions of keys, by the place on the keyboard, so that they work in either
 * layout.
 */
export type DeskAction =
  | 'next'
  | 'previous'
  | 'more_next'
  | 'more_previous'
  | 'open'
  | 'take'
  | 'assign'
  | 'wait'
  | 'done'
  | 'thanks'
  | 'work'
  | 'note'
  | 'reply'
  | 'select'
  | 'undo'
  | 'help'
  | 'read_on'
  | 'read_back'
  | 'read_first'
  | 'read_last'
  | 'leave';

const keys: Record<string, DeskAction> = {
  KeyJ: 'next',
  KeyK: 'previous',
  ArrowDown: 'next',
  ArrowUp: 'previous',
  Enter: 'open',
  KeyT: 'take',
  KeyA: 'assign',
  KeyW: 'wait',
  KeyD: 'done',
  KeyY: 'thanks',
  KeyB: 'work',
  KeyN: 'note',
  KeyR: 'reply',
  KeyX: 'select',
  KeyZ: 'undo',
  Escape: 'leave',
  Space: 'read_on',
  PageDown: 'read_on',
  PageUp: 'read_back',
  Home: 'read_first',
  End: 'read_last',
};
const shifted: Record<string, DeskAction> = {
  KeyJ: 'more_next',
  KeyK: 'more_previous',
  ArrowDown: 'more_next',
  ArrowUp: 'more_previous',
  Slash: 'help',
  Space: 'read_back',
};

/** What a key presses by itself: it stays with these. */
const ownKeys: Record<string, string> = {
  Enter: 'a, button, summary',
  Space: 'button, summary, [type=checkbox]',
};

const writes = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !target.matches('[type=checkbox]')));

function actionOf(e: KeyboardEvent): DeskAction | undefined {
  if (e.altKey || e.metaKey || e.ctrlKey)
    return e.code === 'KeyZ' && (e.ctrlKey || e.metaKey) && !e.shiftKey && !e.altKey ? 'undo' : undefined;
  if (e.key === '?') return 'help';
  return e.shiftKey ? shifted[e.code] : keys[e.code];
}

/**
 * Runs the action of a key, unless a field has the focus or a dialog is open.
 * Enter and Space stay with what they press.
 * @param act false leaves the key to the browser
 */
export function useDeskKeys(act: (action: DeskAction, e: KeyboardEvent) => boolean | undefined) {
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (e.defaultPrevented || e.isComposing || document.querySelector('dialog[open]')) return;
      if (pendingReply.value && !writes(e.target)) {
        typeAhead(e);
        return;
      }
      const action = actionOf(e);
      if (!action || (writes(e.target) && !(action === 'leave'))) return;
      if (e.target instanceof HTMLElement && e.target.matches(ownKeys[e.code] ?? ':not(*)')) return;
      if (act(action, e) !== false) e.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });
}
