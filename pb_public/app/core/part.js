import { t } from './i18n.js';
import { online } from './online.js';
import { toast } from './toast.js';

/**
 * Fetches a part of the page once somebody wants it; undefined is a failure that
 * has been told.
 * @template T @param {() => Promise<T>} load @returns {Promise<T | undefined>}
 */
export const part = (load) => load().catch(() => {
  toast(t(online.value ? 'error.server' : 'error.offline'), { kind: 'bad' });
  return undefined;
});
