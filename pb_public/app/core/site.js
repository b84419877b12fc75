import { signal } from '../vendor/preact.js';
import { pb } from './api.js';

/** @typedef {import('./types.js').Site} Site */

/** What the firm says of itself; null until it is read. */
export const site = signal(/** @type {Site | null} */ (null));
let reading = /** @type {Promise<void> | null} */ (null);

/** Reads it as it is now. */
export async function readSite() {
  const { items } = await pb.collection('site').getList(1, 1, { skipTotal: true });
  site.value = /** @type {any} */ (items[0] ?? null);
}

/** Reads it once; a failure is forgotten and tried again by the next view. */
export function loadSite() {
  reading ??= readSite().catch(() => { reading = null; });
  return reading;
}
