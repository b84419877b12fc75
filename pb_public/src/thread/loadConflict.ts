import { loadCategories } from '../lib/categories';
import { loadPart } from '../lib/loadPart';

/** Loads the view of a conflict, and the categories whose names it shows. */
export const loadConflict = () =>
  loadPart(async () => {
    const [{ Conflict }] = await Promise.all([import('./conflict'), loadCategories()]);
    return Conflict;
  });
