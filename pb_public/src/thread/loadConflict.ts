import { loadCategories } from '../lib/categories';
import { loadPart } from '../lib/loadPart';

/** Fetches what shows two versions of a task, and the names of the categories in them. */
export const loadConflict = () =>
  loadPart(async () => {
    const [{ Conflict }] = await Promise.all([import('./conflict'), loadCategories()]);
    return Conflict;
  });
