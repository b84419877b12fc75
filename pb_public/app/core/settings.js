import { pb } from './api.js';
import { t } from './i18n.js';
import { toast } from './toast.js';

/** @param {unknown} value what is empty is stored as null, too */
const same = (value) => JSON.stringify(value ?? {});

/**
 * Saves what was changed of a record that has no version, unless somebody else has changed
 * the same since it was read: that is told, and null is returned.
 * @param {'schedule' | 'site' | 'profiles'} collection @param {string} id @param {Record<string, unknown>} changed @param {Record<string, any>} base as it was read
 * @param {Record<string, unknown>} [more] saved in any case
 */
export async function saveSettings(collection, id, changed, base, more = {}) {
  const present = await pb.collection(collection).getOne(id);
  if (Object.keys(changed).some((name) => same(present[name]) !== same(base[name]))) {
    toast(t('settings.clash'), { kind: 'bad' });
    return null;
  }
  return pb.collection(collection).update(id, { ...changed, ...more });
}
