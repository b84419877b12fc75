import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { messagesReady } from './i18n';

/** Who may see a page. */
export type Who = 'all' | 'user' | 'staff';

/** What the module of a view exports. */
export interface View {
  default: ComponentType<Record<string, string>>;
  /** Addresses with the same key share one view, which stays mounted; by default each address is its own. */
  key?: string;
  /** What the view waits for before it is first shown. */
  prepare?: () => Promise<unknown>;
}

/** A line of the route table: the pattern is like '/tasks/:number'. */
export interface RouteLine {
  pattern: string;
  load: () => Promise<unknown>;
  who?: Who;
  /** Whether early.ts knows what the view asks for. */
  early?: true;
}

export interface Route {
  path: string;
  params: Record<string, string>;
  query: URLSearchParams;
  page: View['default'];
  who: Who;
  key: string;
  /** Whether the browser's history led here: «back», not a link. */
  returned: boolean;
}

let table: readonly RouteLine[] = [];
let missing: RouteLine['load'] = () => Promise.reject(new Error('no route table'));

/** The view on the screen; null until its module is here. */
export const route = signal<Route | null>(null);
/** True while the next view is loading. */
export const pending = signal(false);
/** True when a view could not be loaded. */
export const stuck = signal(false);

/** The line of a table that matches a path, with its parameters. */
export function find(lines: readonly RouteLine[], path: string) {
  for (const { pattern, load, who = 'all' } of lines) {
    const names = [...pattern.matchAll(/:(\w+)/g)].map((m) => m[1] ?? '');
    const m = new RegExp(`^${pattern.replace(/:\w+/g, '([^/]+)')}/?$`).exec(path);
    if (m)
      return { load, who, params: Object.fromEntries(names.map((n, i) => [n, decodeURIComponent(m[i + 1] ?? '')])) };
  }
  return undefined;
}

let turn = 0;
async function show(returned = false) {
  const url = new URL(location.href);
  const mine = ++turn;
  const { load, who, params } = find(table, url.pathname) ?? { load: missing, who: 'all' as const, params: {} };
  pending.value = true;
  try {
    const view = (await load()) as View;
    await Promise.all([messagesReady(), view.prepare?.()]);
    if (mine !== turn) return; // the person has gone elsewhere meanwhile
    stuck.value = false;
    route.value = {
      path: url.pathname,
      query: url.searchParams,
      page: view.default,
      who,
      params,
      key: view.key ?? url.pathname,
      returned,
    };
  } catch {
    if (mine === turn) stuck.value = true;
  } finally {
    if (mine === turn) pending.value = false;
  }
}

/**
 * Goes to an address within the site.
 * @param o replace: in place of this entry of the history; stay: where it is scrolled to
 */
export function go(href: string, o: { replace?: boolean; stay?: boolean } = {}) {
  if (href !== location.pathname + location.search) history[o.replace ? 'replaceState' : 'pushState'](null, '', href);
  if (!o.stay) scrollTo(0, 0);
  return show();
}

/** Begins to load the view of an address to which one is about to go. */
export function preload(path: string) {
  find(table, path)
    ?.load()
    .catch(() => undefined); // it is loaded again when it is shown
}

/** Changes the query of the present view without leaving it. */
export function setQuery(query: URLSearchParams) {
  const text = query.toString();
  history.replaceState(null, '', location.pathname + (text ? `?${text}` : ''));
}

/** The path within the site a person was going to; anything else is not followed. */
export const inside = (to: string | null) => (to && /^\/(?![/\\])/.test(to) ? to : '');

function onClick(e: MouseEvent) {
  const a = e.target instanceof Element ? e.target.closest('a[href]') : null;
  if (
    !(a instanceof HTMLAnchorElement) ||
    e.defaultPrevented ||
    e.button ||
    e.metaKey ||
    e.ctrlKey ||
    e.shiftKey ||
    e.altKey
  )
    return;
  const elsewhere =
    a.target || a.hasAttribute('download') || a.origin !== location.origin || /^\/(api|_)\//.test(a.pathname);
  if (elsewhere || a.getAttribute('href')?.startsWith('#')) return;
  e.preventDefault();
  go(a.pathname + a.search);
}

/** Shows the view of the address, and those that links and the history lead to. */
export function start(lines: readonly RouteLine[], otherwise: RouteLine['load']) {
  table = lines;
  missing = otherwise;
  addEventListener('popstate', () => show(true));
  document.addEventListener('click', onClick);
  return show();
}

/**
 * Retries a view that could not be loaded. A browser remembers a failed module
 * until the page is reloaded, so the page is, once the server can be reached.
 */
export async function retry() {
  const back = await fetch('/api/health', { cache: 'no-store' }).then(
    (r) => r.ok,
    () => false,
  );
  if (back) location.reload();
  else await show();
}
