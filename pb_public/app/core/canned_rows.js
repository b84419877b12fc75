import { signal } from '../vendor/preact.js';
import { explain, pb } from './api.js';

/** @typedef {import('./types.js').Canned} Canned */

/** The canned answers the person may use; null until they are read. */
export const canned = signal(/** @type {Canned[] | null} */ (null));
/** Why they could not be read. */
export const cannedFailed = signal('');

const rows = () => pb.collection('canned_answers');

/** Reads them, which is done whenever they are to be seen. */
export async function loadCanned() {
  try {
    canned.value = await rows().getFullList({ sort: '-used,title', skipTotal: true });
    cannedFailed.value = '';
  } catch (e) { cannedFailed.value = explain(e); }
}

/** @param {Canned} row */
const put = (row) => { canned.value = [...(canned.value ?? []).filter((c) => c.id !== row.id), row]; };

/** Makes one, or changes the one with that id. @param {string} id @param {{ title: string, body: string, owner?: string }} fields */
export async function saveCanned(id, fields) {
  const row = /** @type {Canned} */ (/** @type {unknown} */ (await (id ? rows().update(id, fields) : rows().create(fields))));
  put(row);
  return row;
}

/** @param {Canned} row */
export async function deleteCanned(row) {
  await rows().delete(row.id);
  canned.value = (canned.value ?? []).filter((c) => c.id !== row.id);
}

/** Counts that one was used; nobody is kept from work if it fails. @param {Canned} row */
export function countUse(row) {
  put({ ...row, used: row.used + 1 });
  pb.send(`/api/desk/canned/${row.id}/use`, { method: 'POST' }).catch(() => undefined);
}
