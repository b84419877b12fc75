import { signal } from '../vendor/preact.js';
import { load, save } from './store.js';

/** Counts drafts begun and ended: who asks whether there is one is asked again. */
const turns = signal(0);

/** Drafts are kept for each person: two may share a computer. @param {string} owner @param {string} name */
const key = (owner, name) => `draft:${owner}:${name}`;

/** @param {string} owner @param {string} name @param {string} text */
function put(owner, name, text) {
  const was = load(key(owner, name));
  save(key(owner, name), text);
  if ((was === '') !== (load(key(owner, name)) === '')) turns.value += 1;
}

/** @param {string} owner @param {string} name @returns {Record<string, string>} */
export function readDraft(owner, name) {
  try { return JSON.parse(load(key(owner, name)) || '{}'); } catch { return {}; }
}

/** Keeps the texts that are not empty. @param {string} owner @param {string} name @param {Record<string, string>} fields */
export function writeDraft(owner, name, fields) {
  const kept = Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== ''));
  put(owner, name, Object.keys(kept).length ? JSON.stringify(kept) : '');
}

/** @param {string} owner @param {string} name */
export const dropDraft = (owner, name) => put(owner, name, '');

/** @param {string} owner @param {string} name */
export const hasDraft = (owner, name) => turns.value >= 0 && load(key(owner, name)) !== '';
