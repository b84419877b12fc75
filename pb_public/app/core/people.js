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

/** The clients whom the words find, the blocked among them. @param {string} q */
export function useClients(q) {
  const s = useMemo(() => ({ items: signal(/** @type {Client[] | null} */ (null)), failed: signal('') }), []);
  const reload = async () => {
    try {
      s.items.value = (await pb.send('/api/desk/clients', { method: 'GET', query: { q, all: 1 } })).items;
      s.failed.value = '';
    } catch (e) { s.failed.value = explain(e); }
  };
  useEffect(() => { reload(); }, [q]);
  return { ...s, reload };
}

/**
 * Hands all open tasks of a person over and returns what takes that back.
 * @param {string} from @param {string} to a person, or nobody
 */
async function handOver(from, to) {
  /** @type {string[]} */
  const undos = [];
  let after = '';
  do {
    const page = await pb.send('/api/desk/queue', { method: 'GET', query: { consultant: from, status: 'in_progress,waiting', limit: 200, after } });
    after = page.next;
    const ids = page.items.map((/** @type {{ id: string }} */ i) => i.id);
    if (!ids.length) break;
    const { undo, refused } = await pb.send('/api/desk/bulk', { method: 'POST', body: { ids, change: { consultant: to } } });
    undos.push(undo);
    tellRefused(refused);
  } while (after);
  return undos.filter(Boolean);
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
  const undos = (to !== 'keep' && await run(() => handOver(person.id, to))) || [];
  const back = () => run(async () => {
    await pb.collection('users').update(person.id, before);
    for (const undo of undos) await pb.send('/api/desk/bulk/undo', { method: 'POST', body: { undo } });
    done();
  }, { ok: t('people.undone') });
  toast(said, { action: { label: t('toast.undo'), run: back } });
  done();
  return true;
}
