import { signOut } from './api';
import { go } from './router';
import { toast } from './toast';

/**
 * Logs out and goes to an open page. The session is gone at once, however long
 * the page takes to come; the guard of the present one sees that the person is
 * leaving and says nothing.
 */
export function leave(to: string, said: string) {
  go(to);
  signOut();
  toast(said);
}
