/**
 * Puts a text in place of a part of a text field, so that Ctrl+Z takes it back
 * and the form hears of it. Where the browser has no such command, only the
 * latter.
 */
export function insertText(box: HTMLTextAreaElement, from: number, to: number, text: string) {
  box.focus();
  box.setSelectionRange(from, to);
  if (document.execCommand('insertText', false, text)) return;
  box.setRangeText(text, from, to, 'end');
  box.dispatchEvent(new Event('input', { bubbles: true }));
}
