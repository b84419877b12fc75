import { signal } from '@preact/signals';
import { pb } from './api';
import type { Site } from './types';

/** The server writes it into the document. */
const embedded = document.getElementById('site')?.textContent;

/** What the firm says of itself; null until it is read. */
export const site = signal<Site | null>(embedded ? JSON.parse(embedded) : null);
let reading: Promise<void> | null = null;

/** Reads it as it is now. */
export async function readSite() {
  const { items } = await pb.collection<Site>('site').getList(1, 1, { skipTotal: true });
  site.value = items[0] ?? null;
}

/** Reads it once; a failure is forgotten and tried again by the next view. */
export function loadSite() {
  if (site.value) return Promise.resolve();
  reading ??= readSite().catch(() => {
    reading = null;
  });
  return reading;
}
