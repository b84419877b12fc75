import { effect } from '@preact/signals';
import { checkSession, me, pb, renewed } from './api';
import { visible } from './visible';

/** Somebody who hears of a topic. */
interface Follower {
  topic: string;
  hear: (data: unknown) => void;
  again: () => void;
  options?: { expand?: string; fields?: string };
  /** Whether the connection has greeted it; whether the server knows of it. */
  greeted: boolean;
  known: boolean;
  ends: (() => Promise<void>)[];
}

const followers = new Set<Follower>();

/** How long until a connection that could not be had is tried again, in ms. */
const retryAfter = 10_000;
/** A page that was hidden for so long may have slept, and its stream with it, in ms. */
const hiddenLong = 1000;
/** A clock that has jumped so far between two looks has slept, in ms. */
const asleepAfter = 45_000;
/** The server ends a stream that has been silent for five minutes: after more, it is dead and does not say so. In ms. */
const deafAfter = 6 * 60_000;
/** How often the stream is looked at, in ms. */
const lookEach = 15_000;

/** When something was last heard, as Date.now() has it. */
let heardAt = Date.now();
let retry = 0;
let reopening = false;

/**
 * Hears of a topic for as long as the page is open, whatever becomes of the
 * connection: `again` runs once the server knows, and whenever something may
 * have been missed. Returns what ends it.
 */
export function follow<T>(
  topic: string,
  hear: (data: T) => void,
  again: () => void,
  options?: { expand?: string; fields?: string },
) {
  const one: Follower = {
    topic,
    hear: (data) => hear(data as T),
    again,
    options,
    greeted: false,
    known: false,
    ends: [],
  };
  followers.add(one);
  subscribe(one);
  return () => {
    followers.delete(one);
    letGo(one.ends);
  };
}

function subscribe(one: Follower) {
  Object.assign(one, { greeted: false, known: false });
  Promise.all([
    pb.realtime.subscribe(
      one.topic,
      (data) => {
        heardAt = Date.now();
        if (followers.has(one)) one.hear(data);
      },
      one.options,
    ),
    pb.realtime.subscribe('PB_CONNECT', () => greet(one)),
  ])
    .then((ends) => {
      one.ends.push(...ends);
      one.known = true;
      if (!followers.has(one)) letGo(one.ends);
      else if (!one.greeted) one.again(); // what happened between the first read and now was told to nobody
    })
    .catch(tryLater);
}

/** The connection is there: for the first time, or after one that was lost. */
function greet(one: Follower) {
  heardAt = Date.now();
  if (!followers.has(one)) return;
  if (one.known) checkSession();
  one.greeted = true;
  one.again();
}

/** The SDK tries no more once a first connection has failed. */
function tryLater() {
  clearTimeout(retry);
  retry = window.setTimeout(reopen, retryAfter);
}

/** Opens the stream anew: a dead one may look alive. All that follow read again once it is there. */
async function reopen() {
  clearTimeout(retry);
  if (reopening) return;
  reopening = true;
  heardAt = Date.now();
  for (const one of followers) one.ends = [];
  await pb.realtime.unsubscribe().catch(() => undefined);
  reopening = false;
  if (me.value) for (const one of followers) subscribe(one);
}

/**
 * Ends subscriptions after a moment: the view that follows often asks for the
 * same topic, and the SDK does not hear one that is left and asked for again
 * while it is telling the server.
 */
function letGo(stops: (() => Promise<void>)[]) {
  const ends = stops.splice(0);
  if (ends.length)
    setTimeout(() => {
      for (const end of ends) end().catch(() => undefined); // the connection is gone, and the subscription with it
    }, 2000);
}

/** After sleep, a change of network or a page taken from the browser's cache, the stream is opened anew. */
function watch() {
  let hiddenAt = 0;
  effect(() => {
    if (!visible.value) hiddenAt = Date.now();
    else if (hiddenAt && Date.now() - hiddenAt >= hiddenLong) reopen();
  });
  effect(() => {
    if (renewed.value) reopen();
  });
  addEventListener('online', reopen);
  addEventListener('pageshow', (e) => {
    if (e.persisted) reopen();
  });
  let looked = Date.now();
  setInterval(() => {
    const now = Date.now();
    const slept = now - looked > asleepAfter;
    looked = now;
    if (visible.value && followers.size && (slept || now - heardAt > deafAfter)) reopen();
  }, lookEach);
}
watch();
