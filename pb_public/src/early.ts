// Asks for the data of the first view while the scripts of the page are on their way.
// It comes before them, so it imports nothing: its requests repeat those of the views,
// which tests/e2e/early.spec.ts holds. lib/early.ts hands the answers out.
import type { EarlyAnswer } from './lib/early';

const { pathname } = location;
const query = new URLSearchParams(location.search);

const list = (collection: string, rows: number, options: Record<string, string>) =>
  `/api/collections/${collection}/records?${new URLSearchParams({
    page: '1',
    perPage: String(rows),
    skipTotal: 'true',
    ...options,
  })}`;

/**
 * The requests of the view at the address, as far as they are known.
 * @param me the person's id
 */
function wanted(me: string): string[] {
  const [, part, number] = /^\/(desk|tasks)(?:\/(\d+))?\/?$/.exec(pathname) ?? [];
  const task = (expand: string) => list('tasks', 1, { filter: `number = ${number}`, expand });
  if (part === 'tasks') {
    if (number) return [task('')];
    return location.search ? [] : [list('tasks', 50, { filter: `client = "${me}"`, sort: '-number' })];
  }
  if (part !== 'desk') return [];
  const all = number ? [task('client,profile')] : [];
  if ((!number || matchMedia('(min-width: 69rem)').matches) && !query.get('q'))
    all.push(`/api/desk/queue?${new URLSearchParams([...query, ['offset', '0'], ['limit', '50']])}`);
  return all;
}

/** Begins the requests of who is signed in on this device. */
function ask(): EarlyAnswer[] {
  const { token, record } = JSON.parse(localStorage.getItem('pocketbase_auth') ?? '{}') as {
    token?: string;
    record?: { id: string; role: string };
  };
  if (!token || !record || (record.role === 'client') !== pathname.startsWith('/tasks')) return [];
  const lang = localStorage.getItem('lang') || 'ru';
  return wanted(record.id).map((url) => {
    const answer = fetch(url, { headers: { Authorization: token, 'Accept-Language': lang } });
    answer.catch(() => undefined); // the view asks again
    return { url, who: record.id, lang, at: Date.now(), answer };
  });
}

try {
  window.earlyAnswers = ask();
} catch {
  /* no storage: the views ask by themselves */
}
