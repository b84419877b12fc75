// The files chosen for a form that is not sent yet, in the browser's own data
// base: the page works on without one, as in private mode.
import { dayLong } from './facts';

/** How long chosen files are kept: a form left for longer is not come back to, and this may be a shared computer. */
const keptFor = 14 * dayLong;

const store = 'files';

/** Those of this page, at hand without a wait. */
const atHand: Map<string, File[]> = new Map();

interface Kept {
  files: File[];
  /** When they were chosen, as Date.now() has it. */
  at: number;
}

let opened: Promise<IDBDatabase> | undefined;

function open() {
  opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('otklik-drafts', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  }).then(async (base) => {
    await sweep(base, (_, { at }) => at < Date.now() - keptFor);
    return base;
  });
  return opened;
}

/** Removes what is chosen by its key and what is kept. */
const sweep = (base: IDBDatabase, gone: (key: string, kept: Kept) => boolean) =>
  new Promise<void>((resolve, reject) => {
    const transaction = base.transaction(store, 'readwrite');
    const walk = transaction.objectStore(store).openCursor();
    walk.onsuccess = () => {
      const cursor = walk.result;
      if (!cursor) return;
      if (gone(String(cursor.key), cursor.value)) cursor.delete();
      cursor.continue();
    };
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error);
  });

/** Does something with the store; undefined where there is none, or it is full. */
async function attempt<T>(mode: IDBTransactionMode, work: (files: IDBObjectStore) => IDBRequest<T>) {
  try {
    const files = (await open()).transaction(store, mode).objectStore(store);
    return await new Promise<T>((resolve, reject) => {
      const request = work(files);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } catch {
    return undefined;
  }
}

/** Drafts are kept per user: two may share a computer. */
const key = (owner: string, name: string) => `${owner}:${name}`;

/** The files of a draft that this page has seen; undefined where it has not. */
export const draftFilesAtHand = (owner: string, name: string) => atHand.get(key(owner, name));

export async function readDraftFiles(owner: string, name: string): Promise<File[]> {
  return (await attempt<Kept | undefined>('readonly', (files) => files.get(key(owner, name))))?.files ?? [];
}

/** Keeps the files of a draft in place of those before; none forgets it. */
export async function writeDraftFiles(owner: string, name: string, chosen: File[]) {
  atHand.set(key(owner, name), chosen);
  const kept: Kept = { files: chosen, at: Date.now() };
  if (chosen.length) await attempt('readwrite', (files) => files.put(kept, key(owner, name)));
  else await attempt('readwrite', (files) => files.delete(key(owner, name)));
}

/** Forgets the files of all drafts of a person, who leaves this device. */
export async function dropDraftFiles(owner: string) {
  const theirs = (name: string) => name.startsWith(key(owner, ''));
  for (const name of atHand.keys()) if (theirs(name)) atHand.delete(name);
  try {
    await sweep(await open(), theirs);
  } catch {
    /* there are none */
  }
}
