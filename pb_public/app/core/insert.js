/**
 * Puts a text in place of a part of a text field, so that Ctrl+Z takes it back
 * and the form hears of it. Where the browser has no such command, only the
 * latter.
 * @param {HTMLTextAreaElement} box @param {number} from @param {number} to @param {string} text
 */
export function insertText(box, from, to, text) {
  box.focus();
  box.setSelectionRange(from, to);
  if (document.execCommand('insertText', false, text)) return;
  box.setRangeText(text, from, to, 'end');
  box.dispatchEvent(new Event('input', { bubbles: true }));
}
