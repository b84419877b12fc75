import { signal } from '@preact/signals';
import { me, pb } from './api';
import type { Category } from './types';

/** All categories in order, retired ones included; null until loaded. */
export const categories = signal<Category[] | null>(null);
let loadedFor = '';

/** Loads the categories. */
export async function readCategories() {
  categories.value = await pb
    .collection<Category>('categories')
    .getFullList({ sort: 'position,name', skipTotal: true });
}

/** Loads them once a session; a failure offers none. */
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
