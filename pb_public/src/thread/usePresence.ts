import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { pb } from '../lib/api';
import { follow } from '../lib/stream';

export type Person = { id: string; name: string; client: boolean };

/** What the server tells of a task; n grows. */
interface Told {
  n: number;
  open: Person[];
  typing: Person[];
}

/** The server forgets a typing state after six seconds. */
const renewAfter = 3000;
const pause = 5000;

/**
 * Who else is at a task, and tells the others of the person here. The server
 * says what each may know: a client, which of the staff writes an answer.
 * @param task its id
 */
export function usePresence(task: string) {
  const s = useMemo(() => ({ open: signal<Person[]>([]), typing: signal<Person[]>([]) }), []);
  const state = useMemo(() => ({ n: 0, said: 0, timer: 0, heard: false, sent: new Set<Promise<void>>() }), []);
  const take = (told: Told | null) => {
    if (!told || told.n <= state.n) return; // an older one that came late
    Object.assign(state, { n: told.n });
    s.open.value = told.open;
    s.typing.value = told.typing;
  };
  const say = (what: 'open' | 'typing') => {
    const sent = pb
      .send<Told>(`/api/tasks/${task}/presence`, {
        method: 'POST',
        body: { state: what, connection: pb.realtime.clientId },
      })
      .then(take, () => {
        /* nobody is kept from work by it */
      })
      .finally(() => state.sent.delete(sent));
    state.sent.add(sent);
  };
  const stopped = () => {
    clearTimeout(state.timer);
    if (state.said) say('open');
    state.said = 0;
  };
  /** @param some whether there is any text */
  const typed = (some: boolean) => {
    if (!some) {
      stopped();
      return;
    }
    clearTimeout(state.timer);
    state.timer = window.setTimeout(stopped, pause);
    if (!state.heard || Date.now() - state.said < renewAfter) return; // the server tells of those whom it can tell
    state.said = Date.now();
    say('typing');
  };
  useEffect(() => {
    const end = follow<Told>(`presence/${task}`, take, () => {
      state.heard = true;
      say('open');
    });
    return () => {
      state.heard = false;
      clearTimeout(state.timer);
      // the server refuses what it reads after the end of the subscription
      Promise.all(state.sent).then(end);
    };
  }, [task]);
  return { ...s, typed, stopped };
}
