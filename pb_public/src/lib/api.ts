import { signal } from '@preact/signals';
import PocketBase, { type AuthRecord, ClientResponseError } from 'pocketbase';
import { hearClock } from './clock';
import { fetchOrTake } from './early';
import { lang, t } from './i18n';
import { toast } from './toast';
import type { User } from './types';

/** The client of the REST and realtime API. */
export const pb = new PocketBase(location.origin);
pb.autoCancellation(false); // two parts of a page may ask for the same list
pb.beforeSend = (url, options) => {
  if (expire() && url.endsWith('/api/realtime')) throw new ClientResponseError({ url, isAbort: true }); // that connection was the session's
  options.headers = { ...options.headers, 'Accept-Language': lang.value };
  options.fetch ??= (to, o) => fetchOrTake(to, o, pb.authStore.record?.id);
  return { url, options };
};
pb.afterSend = (response, data) => {
  hearClock(response.headers.get('Date'));
  if (response.status === 401 && response.url.endsWith('/api/realtime')) checkSession(); // nothing else is asked while one reads
  return data;
};

/** The signed-in user; null for a guest. */
export const me = signal<User | null>(null);
pb.authStore.onChange(() => {
  me.value = pb.authStore.isValid && !pb.authStore.isSuperuser ? (pb.authStore.record as User | null) : null;
}, true);

/** Whether the user is a consultant or a manager. */
export const isStaff = () => me.value?.role === 'consultant' || me.value?.role === 'manager';

/**
 * Ends a session whose token has expired: the server would treat the user as a
 * guest and answer with empty lists. True if it has ended now.
 */
export function expire() {
  const over = !!pb.authStore.token && !pb.authStore.isValid;
  if (over) signOut(t('session.expired'));
  return over;
}

/** Counts how often the realtime connection was closed while the session went on: listeners subscribe again. */
export const renewed = signal(0);

/**
 * Runs a request that ends all sessions of the user, this one included. The
 * realtime connection is closed first, or it would come back as a guest's.
 */
export async function renewSession<T>(work: () => Promise<T>) {
  pb.realtime.unsubscribe();
  try {
    return await work();
  } finally {
    renewed.value++;
  }
}

/** Forgets the session on this device; drafts stay. */
export function signOut(why?: string) {
  pb.authStore.clear();
  pb.realtime.unsubscribe();
  if (why) toast(why, { kind: 'bad' });
}

/**
 * Checks the session with the server: a block, a change of role or a sign-out
 * elsewhere ends it. An answer about a session that was left meanwhile is
 * dropped; authRefresh would bring it back.
 */
export async function checkSession() {
  if (!me.value) return;
  const { token } = pb.authStore;
  try {
    const fresh = await pb.send<{ token: string; record: AuthRecord }>('/api/collections/users/auth-refresh', {
      method: 'POST',
    });
    if (pb.authStore.token === token) pb.authStore.save(fresh.token, fresh.record);
  } catch (e) {
    if (e instanceof ClientResponseError && [401, 403, 404].includes(e.status) && pb.authStore.token === token)
      signOut(t('session.ended'));
  }
}

/**
 * Error messages by field; a nested field is named «profile.inn». What is wrong with
 * the request as a whole stands under «request» and in the message of the answer.
 */
export function fieldErrors(data: unknown, prefix = ''): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [name, item] of Object.entries(data ?? {}) as [string, { code?: unknown; message?: unknown } | null][]) {
    if (!prefix && name === 'request') continue;
    if (typeof item?.code === 'string') out[prefix + name] = String(item.message);
    else if (item && typeof item === 'object') Object.assign(out, fieldErrors(item, `${prefix}${name}.`));
  }
  return out;
}

/** The message for a failed request. */
export function explain(error: unknown) {
  if (!(error instanceof ClientResponseError)) return t('error.page');
  if (error.isAbort) return '';
  if (error.status === 0) return t(navigator.onLine ? 'error.server' : 'error.offline');
  // our own failures carry a code; what a proxy says is not for people
  if (error.status >= 500 && !Object.keys(error.response.data ?? {}).length) return t('error.broken');
  const [first] = Object.values(fieldErrors(error.response.data));
  return first || error.response.message || t('error.broken');
}

/**
 * Runs a request and shows its result; undefined after a failure, which has been
 * shown. Errors of fields go to `fields`, if the caller gives it.
 * @param o failed: true if the caller has dealt with it
 */
export async function run<T>(
  work: () => Promise<T>,
  o: {
    ok?: string;
    about?: string;
    fields?: (errors: Record<string, string>) => void;
    failed?: (e: ClientResponseError) => boolean;
  } = {},
): Promise<T | undefined> {
  try {
    const out = await work();
    if (o.ok) toast(o.ok, { about: o.about });
    return out;
  } catch (e) {
    if (!(e instanceof ClientResponseError)) throw e;
    if (e.isAbort || o.failed?.(e)) return undefined;
    const errors = fieldErrors(e.response.data);
    if (o.fields && Object.keys(errors).length) o.fields(errors);
    else if (e.status === 401) signOut(t('session.ended'));
    else toast(explain(e), { kind: 'bad' });
    return undefined;
  }
}
