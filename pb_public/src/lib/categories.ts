import { signal } from '@preact/signals';
import { me, pb } from './api';
import type { Category } from './types';

/** All categories in their order, the retired among them; null until they are read. */
export const categories = signal<Category[] | null>(null);
let loadedFor = '';

/** Reads them anew. */
export async function readCategories() {
  categories.value = await pb
    .collection<Category>('categories')
    .getFullList({ sort: 'position,name', skipTotal: true });
}

/** Reads them once for each session; without them nothing is offered. */
export async function loadCategories() {
  if (!me.value || loadedFor === me.value.id) return;
  loadedFor = me.value.id;
  try {
    await readCategories();
  } catch {
    loadedFor = '';
  }
}

export const categoryName = (id: string) => categories.value?.find((c) => c.id === id)?.name ?? '';
