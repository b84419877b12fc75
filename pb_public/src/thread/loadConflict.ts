import { loadCategories } from '../lib/categories';
import { part } from '../lib/loadPart';

/** Fetches what shows two versions of a task, and the names of the categories in them. */
export const loadConflict = () =>
  part(async () => {
    const [{ Conflict }] = await Promise.all([import('./conflict'), loadCategories()]);
    return Conflict;
  });
