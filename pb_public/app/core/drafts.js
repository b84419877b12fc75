import { load, save } from './store.js';

/** Drafts are kept for each person: two may share a computer. @param {string} owner @param {string} name */
const key = (owner, name) => `draft:${owner}:${name}`;

/** @param {string} owner @param {string} name @returns {Record<string, string>} */
export function readDraft(owner, name) {
  try { return JSON.parse(load(key(owner, name)) || '{}'); } catch { return {}; }
}

/** Keeps the texts that are not empty. @param {string} owner @param {string} name @param {Record<string, string>} fields */
export function writeDraft(owner, name, fields) {
  const kept = Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== ''));
  save(key(owner, name), Object.keys(kept).length ? JSON.stringify(kept) : '');
}

/** @param {string} owner @param {string} name */
export const dropDraft = (owner, name) => save(key(owner, name), '');

/** @param {string} owner @param {string} name */
export const hasDraft = (owner, name) => load(key(owner, name)) !== '';
