import { messagesReady, t } from './i18n';
import { online } from './online';
import { toast } from './toast';

/**
 * Loads a part of the page on demand; undefined after a failure, which has been
 * shown.
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
