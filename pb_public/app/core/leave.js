import { signOut } from './api.js';
import { go } from './router.js';
import { toast } from './toast.js';

/** Logs out and goes to an open page, in the order that keeps the guard of the present one silent. @param {string} to @param {string} said */
export async function leave(to, said) {
  await go(to);
  signOut();
  toast(said);
}
