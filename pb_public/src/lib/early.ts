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

/** An address with its parameters in order, without the empty ones. */
function normal(url: string) {
  const { pathname, searchParams } = new URL(url, location.origin);
  return `${pathname}?${new URLSearchParams([...searchParams].filter(([, value]) => value).sort())}`;
}

/** Takes the early answer to a request, once; undefined if there is none, or it is for somebody else. */
function take(url: string, { method = 'GET', headers }: RequestInit, who: string | undefined) {
  const all = window.earlyAnswers;
  if (!all?.length || method !== 'GET') return undefined;
  const i = all.findIndex((early) => normal(early.url) === normal(url));
  const [early] = i < 0 ? [] : all.splice(i, 1);
  if (!early || early.who !== who || Date.now() - early.at > holds) return undefined;
  return new Headers(headers).get('Accept-Language') === early.lang ? early.answer : undefined;
}

/**
 * Fetches, or hands out what was asked for early.
 * @param who the id of who is signed in; the token may have been renewed meanwhile
 */
export function fetchOrTake(url: RequestInfo | URL, options: RequestInit = {}, who?: string): Promise<Response> {
  const early = take(String(url), options, who);
  return early ? early.catch(() => fetch(url, options)) : fetch(url, options);
}
