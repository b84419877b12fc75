import { signal } from '@preact/signals';
import { explain, pb } from './api';
import type { Canned } from './types';

/** The canned answers the person may use; null until they are read. */
export const canned = signal<Canned[] | null>(null);
/** Why they could not be read. */
export const cannedFailed = signal('');

const rows = () => pb.collection<Canned>('canned_answers');

/** Reads them, which is done whenever they are to be seen. */
export async function loadCanned() {
  try {
    canned.value = await rows().getFullList({ sort: '-used,title', skipTotal: true });
    cannedFailed.value = '';
  } catch (e) {
    cannedFailed.value = explain(e);
  }
}

const put = (row: Canned) => {
  canned.value = [...(canned.value ?? []).filter((c) => c.id !== row.id), row];
};

/** Makes one, or changes the one with that id. */
export async function saveCanned(id: string, fields: { title: string; body: string; owner?: string }) {
  const row = (await (id ? rows().update(id, fields) : rows().create(fields))) as Canned;
  put(row);
  return row;
}

export async function deleteCanned(row: Canned) {
  await rows().delete(row.id);
  canned.value = (canned.value ?? []).filter((c) => c.id !== row.id);
}

/** Counts that one was used; nobody is kept from work if it fails. */
export function countUse(row: Canned) {
  put({ ...row, used: row.used + 1 });
  pb.send(`/api/desk/canned/${row.id}/use`, { method: 'POST' }).catch(() => undefined);
}
