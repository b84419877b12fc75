import { explain, run } from '../lib/api';
import { t } from '../lib/i18n';
import { go } from '../lib/router';
import { toast } from '../lib/toast';
import type { Mail } from '../lib/types';
import { decide } from './mails';

export type Send = (body: object, fields?: (e: Record<string, string>) => void) => Promise<boolean>;

/** Accepts, says so with the way to the task, and closes. */
export const sender =
  (mail: Mail, onClose: () => void): Send =>
  async (body, fields) => {
    const made = await run(() => decide(mail.id, 'accept', body), {
      fields,
      failed: (e) => {
        // somebody else has decided meanwhile
        if (e.status !== 409) return false;
        onClose();
        toast(explain(e), { kind: 'bad' });
        return true;
      },
    });
    if (!made) return false;
    onClose();
    toast(t(mail.task ? 'inbox.accepted_answer' : 'inbox.accepted', { n: String(made.number) }), {
      action: { label: t('inbox.open_task'), run: () => go(`/desk/${made.number}`) },
    });
    return true;
  };
