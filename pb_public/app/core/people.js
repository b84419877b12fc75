import { signal, useEffect, useMemo } from '../vendor/preact.js';
import { explain, pb, run } from './api.js';
import { tellRefused } from './bulk.js';
import { t } from './i18n.js';
import { toast } from './toast.js';

/**
 * @typedef {import('./types.js').StaffItem} Staff
 * @typedef {import('./types.js').FoundClient} Client
 * @typedef {{ id: string, name: string, username: string, role: import('./types.js').Role, blocked: boolean, open: number }} Person
 */

/** How a person is called. @param {{ name: string, username: string }} p */
export const called = (p) => p.name || p.username;

/** Those who work here, with their load; week is the Monday since which it counts what is done. */
export function useStaff() {
  const s = useMemo(() => ({ items: signal(/** @type {Staff[] | null} */ (null)), week: signal(''), failed: signal('') }), []);
  const reload = async () => {
    try {
      const { items, week } = await pb.send('/api/desk/staff', { method: 'GET' });
      s.items.value = items;
      s.week.value = week;
      s.failed.value = '';
    } catch (e) { s.failed.value = explain(e); }
  };
  useEffect(() => { reload(); }, []);
  return { ...s, reload };
}

/** The first of the clients whom the words find, the blocked among them; more says that there are others. @param {string} q */
export function useClients(q) {
  const s = useMemo(() => ({ items: signal(/** @type {Client[] | null} */ (null)), more: signal(false), failed: signal('') }), []);
  const state = useMemo(() => ({ q }), []);
  const reload = async () => {
    try {
      const { items, more } = await pb.send('/api/desk/clients', { method: 'GET', query: { q, all: 1 } });
      if (state.q !== q) return; // asked for others meanwhile
      s.items.value = items;
      s.more.value = more;
      s.failed.value = '';
    } catch (e) { if (state.q === q) s.failed.value = explain(e); }
  };
  useEffect(() => { state.q = q; reload(); }, [q]);
  return { ...s, reload };
}

/**
 * Hands all open tasks of a person over. What takes that back is noted as it goes:
 * some may have gone before it fails.
 * @param {string} from @param {string} to a person, or nobody @param {string[]} undos
 */
async function handOver(from, to, undos) {
  let after = '';
  do {
    const page = await pb.send('/api/desk/queue', { method: 'GET', query: { consultant: from, status: 'in_progress,waiting', limit: 200, after } });
    after = page.next;
    const ids = page.items.map((/** @type {{ id: string }} */ i) => i.id);
    if (!ids.length) break;
    const { undo, refused } = await pb.send('/api/desk/bulk', { method: 'POST', body: { ids, change: { consultant: to } } });
    if (undo) undos.push(undo);
    tellRefused(refused);
  } while (after);
}

/**
 * Changes what a person may do, hands the tasks over, and offers to take both
 * back.
 * @param {Person} person @param {Partial<Person>} fields @param {string} to whom the tasks go: 'keep' leaves them
 * @param {string} said @param {() => void} done
 */
export async function changePerson(person, fields, to, said, done) {
  const before = Object.fromEntries(Object.keys(fields).map((name) => [name, person[/** @type {keyof Person} */ (name)]]));
  const saved = await run(() => pb.collection('users').update(person.id, fields));
  if (!saved) return false;
  /** @type {string[]} */
  const undos = [];
  if (to !== 'keep') await run(() => handOver(person.id, to, undos));
  const back = () => run(async () => {
    await pb.collection('users').update(person.id, before);
    const answers = [];
    for (const undo of undos) answers.push(await pb.send('/api/desk/bulk/undo', { method: 'POST', body: { undo } }));
    const refused = answers.flatMap((a) => a.refused);
    if (refused.length) tellRefused(refused); else toast(t('people.undone'));
    done();
  });
  toast(said, { action: { label: t('toast.undo'), run: back } });
  done();
  return true;
}
