import { signal } from '@preact/signals';
import { me, pb } from './api';
import { t } from './i18n';

/** Names of staff by id. */
export const staff = signal<Record<string, string>>({});
let loadedFor = '';

/** Loads the names once a session. */
export async function loadStaff() {
  if (!me.value || loadedFor === me.value.id) return;
  loadedFor = me.value.id;
  try {
    const rows = await pb.collection('staff').getFullList({ skipTotal: true });
    staff.value = Object.fromEntries(rows.map((r) => [r.id, r.name]));
  } catch {
    loadedFor = '';
  }
}

/** The name of a member of staff; a general word for one who has left. */
export const nameOf = (id: string) => staff.value[id] || t('task.someone');
