import { useEffect, useState } from 'preact/hooks';
import { t } from '../lib/i18n';
import { toast } from '../lib/toast';
import { Dialog } from '../ui/dialog';
import type { Conflict } from './conflict';
import { loadConflict } from './loadConflict';
import type { At } from './task';
import { change } from './task';

type ConflictView = typeof Conflict;

/** Shows both versions after a step was refused as a conflict. */
export function ConflictDialog({ at }: { at: At }) {
  const [View, setView] = useState<ConflictView | null>(null);
  const clash = at.clash.value;
  useEffect(() => {
    if (clash && !View) loadConflict().then((found) => setView(() => found ?? null));
  }, [clash]);
  const close = () => {
    at.clash.value = null;
  };
  const save = async (fields: Record<string, unknown>) => {
    close();
    if (!Object.keys(fields).length || (await change(at, fields))) toast(t('toast.saved'));
  };
  return (
    <Dialog open={!!clash && !!View} title={t('stale.title')} onClose={close}>
      {clash && View && (
        <View base={clash.base} mine={clash.fields} present={clash.present} onSave={save} onLeave={close} />
      )}
    </Dialog>
  );
}
