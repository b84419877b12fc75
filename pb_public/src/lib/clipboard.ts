/** Copies a text; the newer way is missing where the site is served without TLS. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const here = document.activeElement;
    const box = document.createElement('textarea');
    box.value = text;
    box.className = 'vh';
    document.body.append(box);
    box.select();
    const done = document.execCommand('copy');
    box.remove();
    if (here instanceof HTMLElement) here.focus();
    return done;
  }
}
