import { signal, useEffect, useMemo } from '../vendor/preact.js';
import { pb } from './api.js';

/** @typedef {{ id: string, name: string, client: boolean }} Person */

/** A sign of typing holds for six seconds on the server. */
const renewAfter = 3000;
const pause = 5000;

/**
 * Who else is at a task, and tells the others of the person here. The server
 * says what each may know: a client, which of the staff writes an answer.
 * @param {string} task its id
 */
export function usePresence(task) {
  const s = useMemo(() => ({ open: signal(/** @type {Person[]} */ ([])), typing: signal(/** @type {Person[]} */ ([])) }), []);
  const state = useMemo(() => ({ n: 0, said: 0, timer: 0, heard: false }), []);
  const take = (/** @type {any} */ told) => {
    if (!told || told.n <= state.n) return; // an older one that came late
    Object.assign(state, { n: told.n });
    s.open.value = told.open;
    s.typing.value = told.typing;
  };
  const say = (/** @type {'open' | 'typing'} */ what) => pb.send(`/api/tasks/${task}/presence`, { method: 'POST', body: { state: what, connection: pb.realtime.clientId } })
    .then(take, () => { /* nobody is kept from work by it */ });
  const stopped = () => {
    clearTimeout(state.timer);
    if (state.said) say('open');
    state.said = 0;
  };
  /** @param {boolean} some whether there is any text */
  const typed = (some) => {
    if (!some) { stopped(); return; }
    clearTimeout(state.timer);
    state.timer = window.setTimeout(stopped, pause);
    if (!state.heard || Date.now() - state.said < renewAfter) return; // the server tells of those whom it can tell
    state.said = Date.now();
    say('typing');
  };
  useEffect(() => {
    let over = false;
    /** @type {(() => void)[]} */
    const ends = [];
    const here = () => { if (!over) say('open'); };
    for (const [topic, heard] of /** @type {const} */ ([[`presence/${task}`, take], ['PB_CONNECT', here]])) {
      pb.realtime.subscribe(topic, heard).then((end) => { if (over) end(); else if (ends.push(end) === 2) { state.heard = true; here(); } }, () => { /* PB_CONNECT tells */ });
    }
    return () => { over = true; state.heard = false; clearTimeout(state.timer); ends.forEach((end) => end()); };
  }, [task]);
  return { ...s, typed, stopped };
}
