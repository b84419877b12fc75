import { pb } from './api';
import { t } from './i18n';
import { toast } from './toast';

/** @param value what is empty is stored as null, too */
const same = (value: unknown) => JSON.stringify(value ?? {});

/**
 * Saves what was changed of a record that has no version, unless somebody else has changed
 * the same since it was read: that is told, and null is returned.
 * @param base as it was read
 * @param more saved in any case
 */
export async function saveSettings<T extends object>(
  collection: 'schedule' | 'site' | 'profiles',
  id: string,
  changed: Record<string, unknown>,
  base: Partial<T>,
  more: Record<string, unknown> = {},
) {
  const present = await pb.collection<T>(collection).getOne(id);
  if ((Object.keys(changed) as (keyof T)[]).some((name) => same(present[name]) !== same(base[name]))) {
    toast(t('settings.clash'), { kind: 'bad' });
    return null;
  }
  return pb.collection<T>(collection).update(id, { ...changed, ...more });
}
