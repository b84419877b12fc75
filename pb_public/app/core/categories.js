import { signal } from '../vendor/preact.js';
import { me, pb } from './api.js';

/** @typedef {import('./types.js').Category} Category */

/** All categories in their order, the retired among them; null until they are read. */
export const categories = signal(/** @type {Category[] | null} */ (null));
let loadedFor = '';

/** Reads them anew. */
export async function readCategories() {
  categories.value = /** @type {any} */ (await pb.collection('categories').getFullList({ sort: 'position,name', skipTotal: true }));
}

/** Reads them once for each session; without them nothing is offered. */
export async function loadCategories() {
  if (!me.value || loadedFor === me.value.id) return;
  loadedFor = me.value.id;
  try { await readCategories(); } catch { loadedFor = ''; }
}

/** @param {string} id */
export const categoryName = (id) => categories.value?.find((c) => c.id === id)?.name ?? '';
