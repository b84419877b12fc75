import { ClientResponseError } from 'pocketbase';
import { expire, pb } from './api';
import { lang } from './i18n';
import { randomKey } from './randomKey';

export type What = 'tasks' | 'report' | 'low' | 'log' | 'people' | 'staff';
/** Progress of an export; a negative total is unknown. */
export type Seen = { rows: number; total: number };

const lookAgain = 500;

/**
 * The name the server gives a file.
 * @param header Content-Disposition
 */
function fileName(header: string | null, otherwise: string) {
  const coded = /filename\*=UTF-8''([^;]+)/i.exec(header ?? '');
  try {
    if (coded?.[1]) return decodeURIComponent(coded[1]);
  } catch {
    /* not what it says it is */
  }
  return /filename="([^"]+)"/.exec(header ?? '')?.[1] ?? otherwise;
}

/** Downloads a file. */
function save(blob: Blob, name: string) {
  const a = document.createElement('a');
  a.href = URL.createObjectURL(blob);
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 60_000);
}

/** An authenticated request that fails with the library's error. */
async function ask(url: string, signal: AbortSignal) {
  expire();
  const broken = (originalError: unknown) => {
    throw new ClientResponseError({ url, originalError, isAbort: signal.aborted });
  };
  const answer = await fetch(url, {
    signal,
    headers: { Authorization: pb.authStore.token, 'Accept-Language': lang.value },
  }).catch(broken);
  if (!answer.ok)
    throw new ClientResponseError({ url, status: answer.status, response: await answer.json().catch(() => ({})) });
  return { header: answer.headers.get('Content-Disposition'), file: await answer.blob().catch(broken) };
}

/**
 * Fetches all that the same filters list, as a file, and saves it; says how far it is
 * meanwhile. Throws a ClientResponseError, of one that was stopped too.
 */
export async function exportFile(
  what: What,
  format: 'xlsx' | 'csv',
  query: Record<string, string>,
  { signal, onSeen }: { signal: AbortSignal; onSeen: (seen: Seen) => void },
) {
  const progress = randomKey();
  const url = pb.buildURL(`/api/desk/export?${new URLSearchParams({ ...query, what, format, progress })}`);
  const look = setInterval(
    () =>
      pb.send<Seen>('/api/desk/export/progress', { method: 'GET', query: { id: progress } }).then(
        (seen) => {
          if (!signal.aborted) onSeen(seen);
        },
        () => {
          /* not begun yet, or over */
        },
      ),
    lookAgain,
  );
  try {
    const { header, file } = await ask(url, signal);
    save(file, fileName(header, `${what}.${format}`));
    return true;
  } finally {
    clearInterval(look);
  }
}
