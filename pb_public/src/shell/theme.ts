import { signal } from '@preact/signals';
import { save } from '../lib/store';

const system = matchMedia('(prefers-color-scheme: dark)');
const chosen = () => document.documentElement.dataset.theme;

/** Whether the page is dark: the user's choice, else the system's. */
export const dark = signal(chosen() ? chosen() === 'dark' : system.matches);
system.addEventListener('change', () => {
  if (!chosen()) dark.value = system.matches;
});

/** Switches between light and dark and remembers it. */
export function flipTheme() {
  dark.value = !dark.value;
  document.documentElement.dataset.theme = dark.value ? 'dark' : 'light';
  save('theme', dark.value ? 'dark' : 'light');
  for (const meta of document.querySelectorAll('meta[name=theme-color]'))
    meta.setAttribute('content', dark.value ? '#13161c' : '#fbfaf7');
}
