// What the oldest browsers of our users lack: Chrome 109, Firefox 115, Safari 15.6.

/** Whether the browser knows popovers. Where it does not, the page shows, places and closes them itself. */
export const hasPopover = () => 'popover' in HTMLElement.prototype && 'showPopover' in HTMLElement.prototype;

/** Sends a form as its button would; Safari 15 has no requestSubmit. */
export function submitForm(form: HTMLFormElement) {
  if (form.requestSubmit) form.requestSubmit();
  else form.querySelector<HTMLButtonElement>('button[type=submit]')?.click();
}
