/** An answer that early.ts has asked for before the page had its scripts. */
export interface EarlyAnswer {
  url: string;
  /** The id of the person who asked, and the language. */
  who: string;
  lang: string;
  /** When it was asked for, as Date.now() has it. */
  at: number;
  answer: Promise<Response>;
}

declare global {
  interface Window {
    earlyAnswers?: EarlyAnswer[];
  }
}

/** How long an early answer is as good as another, in ms: a slow line takes seconds for the scripts. */
const holds = 15_000;
/** How long one that was asked for ahead is, if nothing is heard of a change; the view reads again once it follows. */
const aheadHolds = 10 * 60_000;

/** What was asked for ahead of its view. */
let ahead: EarlyAnswer[] = [];

/** An address with its parameters in order, without the empty ones. */
function normal(url: string) {
  const { pathname, searchParams } = new URL(url, location.origin);
  return `${pathname}?${new URLSearchParams([...searchParams].filter(([, value]) => value).sort())}`;
}

/** Takes the answer to a request out of some, once; undefined if there is none, or it is for somebody else. */
function take(all: EarlyAnswer[], longest: number, url: string, headers: HeadersInit | undefined, who?: string) {
  const i = all.findIndex((early) => normal(early.url) === normal(url));
  const [early] = i < 0 ? [] : all.splice(i, 1);
  if (!early || early.who !== who || Date.now() - early.at > longest) return undefined;
  return languageOf(headers) === early.lang ? early.answer : undefined;
}

const languageOf = (headers: HeadersInit | undefined) => new Headers(headers).get('Accept-Language') ?? '';

/**
 * Fetches, or hands out what was asked for early.
 * @param who the id of who is signed in; the token may have been renewed meanwhile
 */
export function fetchOrTake(to: RequestInfo | URL, options: RequestInit = {}, who?: string): Promise<Response> {
  const { method = 'GET', headers } = options;
  const url = String(to);
  const early =
    method === 'GET'
      ? (take(window.earlyAnswers ?? [], holds, url, headers, who) ?? take(ahead, aheadHolds, url, headers, who))
      : undefined;
  return early ? early.catch(() => fetch(to, options)) : fetch(to, options);
}

/** Fetches ahead of the view that will ask, and keeps the answer for it. */
export function fetchAhead(to: RequestInfo | URL, options: RequestInit = {}, who = ''): Promise<Response> {
  const response = fetch(to, { ...options, priority: 'low' });
  const answer = response.then((r) => (r.ok ? r.clone() : Promise.reject(r)));
  answer.catch(() => undefined); // the view asks again
  ahead.push({ url: String(to), who, lang: languageOf(options.headers), at: Date.now(), answer });
  return response;
}

/** Forgets what was asked for ahead. */
export function forgetAhead() {
  ahead = [];
}
