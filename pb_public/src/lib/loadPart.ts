import { messagesReady, t } from './i18n';
import { online } from './online';
import { toast } from './toast';

/**
 * Fetches a part of the page once somebody wants it; undefined is a failure that
 * has been told.
 */
export async function loadPart<T>(load: () => Promise<T>): Promise<T | undefined> {
  try {
    const loaded = await load();
    await messagesReady();
    return loaded;
  } catch {
    toast(t(online.value ? 'error.server' : 'error.offline'), { kind: 'bad' });
    return undefined;
  }
}
