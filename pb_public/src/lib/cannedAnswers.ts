import { signal } from '@preact/signals';
import { explain, pb } from './api';
import type { Canned } from './types';

/** The user's canned answers and the shared ones; null until loaded. */
export const canned = signal<Canned[] | null>(null);
/** Why loading them failed. */
export const cannedFailed = signal('');

const rows = () => pb.collection<Canned>('canned_answers');

/** Loads the canned answers; every view of them does. */
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

/** Creates an answer, or updates the one with the id. */
export async function saveCanned(id: string, fields: { title: string; body: string; owner?: string }) {
  const row = (await (id ? rows().update(id, fields) : rows().create(fields))) as Canned;
  put(row);
  return row;
}

export async function deleteCanned(row: Canned) {
  await rows().delete(row.id);
  canned.value = (canned.value ?? []).filter((c) => c.id !== row.id);
}

/** Counts a use; a failure is ignored. */
export function countUse(row: Canned) {
  put({ ...row, used: row.used + 1 });
  pb.send(`/api/desk/canned/${row.id}/use`, { method: 'POST' }).catch(() => undefined);
}
