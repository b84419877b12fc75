import { useState } from 'preact/hooks';
import { t } from '../lib/i18n';
import type { Mail } from '../lib/types';
import { Dialog } from '../ui/dialog';
import { Choice } from '../ui/field';
import { Existing } from './acceptExisting';
import { Newcomer } from './acceptNewcomer';
import { type Send, sender } from './acceptSend';

function Answer({ mail, send }: { mail: Mail; send: Send }) {
  const [busy, setBusy] = useState(false);
  const add = async () => {
    setBusy(true);
    await send({ task: mail.task });
    setBusy(false);
  };
  return (
    <div class="stack">
      <p>
        {t('inbox.answer_hint', {
          n: String(mail.expand?.task?.number),
          name: mail.expand?.user?.name || mail.expand?.user?.username || '',
        })}
      </p>
      <div class="actions">
        <button type="button" class="btn btn-main" aria-busy={busy} onClick={add}>
          {t('inbox.accept_answer')}
        </button>
      </div>
    </div>
  );
}

/** Whose task the mail becomes, or which task it answers. */
export function AcceptDialog({ mail, open, onClose }: { mail: Mail; open: boolean; onClose: () => void }) {
  const answers = !!(mail.user && mail.expand?.task && !mail.expand.task.archived_at);
  const [into, setInto] = useState(answers ? 'answer' : 'client');
  const send = sender(mail, onClose);
  return (
    <Dialog open={open} title={t('inbox.accept_title')} onClose={onClose}>
      <Choice
        legend={t('inbox.into')}
        name="into"
        value={into}
        quiet
        onPick={setInto}
        options={[
          ...(answers
            ? [{ value: 'answer', label: t('inbox.into_answer', { n: String(mail.expand?.task?.number) }) }]
            : []),
          { value: 'client', label: t('inbox.into_client') },
          { value: 'new', label: t('inbox.into_new') },
        ]}
      />
      {into === 'answer' && <Answer mail={mail} send={send} />}
      {into === 'client' && <Existing mail={mail} send={send} onNew={() => setInto('new')} />}
      {into === 'new' && <Newcomer mail={mail} send={send} />}
    </Dialog>
  );
}
