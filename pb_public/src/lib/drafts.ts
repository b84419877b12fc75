import { signal } from '@preact/signals';
import { load, save } from './store';

/** Counts drafts that begin or end, so that hasDraft() is evaluated again. */
const turns = signal(0);

/** Drafts are kept per user: two may share a computer. */
const key = (owner: string, name: string) => `draft:${owner}:${name}`;

function put(owner: string, name: string, text: string) {
  const was = load(key(owner, name));
  save(key(owner, name), text);
  if ((was === '') !== (load(key(owner, name)) === '')) turns.value += 1;
}

export function readDraft(owner: string, name: string): Record<string, string> {
  try {
    return JSON.parse(load(key(owner, name)) || '{}');
  } catch {
    return {};
  }
}

/** Saves the fields that are not empty. */
export function writeDraft(owner: string, name: string, fields: Record<string, string>) {
  const kept = Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== ''));
  put(owner, name, Object.keys(kept).length ? JSON.stringify(kept) : '');
}

export const dropDraft = (owner: string, name: string) => put(owner, name, '');

export const hasDraft = (owner: string, name: string) => turns.value >= 0 && load(key(owner, name)) !== '';
