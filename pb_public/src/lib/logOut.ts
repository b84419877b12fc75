import { me, pb, signOut } from './api';
import { dropDraftFiles } from './draftFiles';
import { go } from './router';
import { toast } from './toast';

/** Forgets a session that somebody has left, and the files of what was not sent: this may be a shared computer. */
export function forgetSession() {
  if (me.value) dropDraftFiles(me.value.id);
  signOut();
}

/**
 * Ends the session at the server and forgets it here. The request outlives the
 * page; without a connection the session ends with its token.
 */
export function endSession() {
  const { token } = pb.authStore;
  if (pb.authStore.isValid)
    fetch('/api/desk/sessions/sign-out', {
      method: 'POST',
      headers: { Authorization: token },
      keepalive: true,
    }).catch(() => {});
  forgetSession();
}

/**
 * Logs out and goes to an open page. The session is gone at once, however long
 * the page takes to come; the guard of the present one sees that the person is
 * leaving and says nothing.
 * @param end forgetSession if the server has ended the session already
 */
export function leave(to: string, said: string, end: () => void = endSession) {
  go(to);
  end();
  toast(said);
}
