import { signOut } from './api.js';
import { go } from './router.js';
import { toast } from './toast.js';

/**
 * Logs out and goes to an open page. The session is gone at once, however long
 * the page takes to come; the guard of the present one sees that the person is
 * leaving and says nothing.
 * @param {string} to @param {string} said
 */
export function leave(to, said) {
  go(to);
  signOut();
  toast(said);
}
