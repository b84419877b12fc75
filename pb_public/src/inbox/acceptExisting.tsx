import { signal } from '@preact/signals';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { explain } from '../lib/api';
import { useForm } from '../lib/forms';
import { t } from '../lib/i18n';
import type { FoundClient as Client, Mail } from '../lib/types';
import { Search } from '../ui/search';
import type { Send } from './acceptSend';
import { findClients } from './mails';

const Found = ({ client, picked, onPick }: { client: Client; picked: string; onPick: (id: string) => void }) => (
  <li>
    <label class="client">
      <input
        type="radio"
        name="client"
        value={client.id}
        checked={picked === client.id}
        onChange={() => onPick(client.id)}
      />
      <span>
        <span class="client-name">{client.organization}</span>
        <span class="row-sub">
          {[client.inn, client.username, client.name, client.email].filter(Boolean).join(' · ')}
        </span>
      </span>
    </label>
  </li>
);

/** Looks for a client as one types. */
function useClients(q: string) {
  const s = useMemo(() => ({ found: signal<Client[] | null>(null), failed: signal('') }), []);
  useEffect(() => {
    let over = false;
    if (!q) {
      s.found.value = null;
      return undefined;
    }
    findClients(q).then(
      (rows) => {
        if (!over) {
          s.found.value = rows;
          s.failed.value = '';
        }
      },
      (e) => {
        if (!over) s.failed.value = explain(e);
      },
    );
    return () => {
      over = true;
    };
  }, [q]);
  return s;
}

export function Existing({ mail, send, onNew }: { mail: Mail; send: Send; onNew: () => void }) {
  const [q, setQ] = useState(mail.expand?.user?.username ?? (mail.reply_to || mail.sender));
  const [picked, pick] = useState(mail.expand?.user?.role === 'client' ? mail.user : '');
  const [wrong, setWrong] = useState('');
  const { found, failed } = useClients(q);
  // nobody out of sight, and at first the one whom the mail asks to answer
  const only = mail.reply_to && q === mail.reply_to && found.value?.length === 1 ? (found.value[0]?.id ?? '') : '';
  const chosen = found.value?.some((c) => c.id === picked) ? picked : only;
  const { busy, props } = useForm(async () => {
    if (!chosen) {
      setWrong(t('inbox.pick'));
      return;
    }
    await send({ client: chosen }, (e) => setWrong(Object.values(e)[0] ?? ''));
  });
  const rows = found.value;
  return (
    <form {...props}>
      <Search label={t('inbox.find')} value={q} onSearch={setQ} />
      {rows && rows.length > 0 && (
        <fieldset>
          <legend class="vh">{t('inbox.clients')}</legend>
          <ul class="clients">
            {rows.map((c) => (
              <Found
                key={c.id}
                client={c}
                picked={chosen}
                onPick={(id: string) => {
                  pick(id);
                  setWrong('');
                }}
              />
            ))}
          </ul>
        </fieldset>
      )}
      <div role="status">
        {rows && !rows.length && (
          <div class="stack">
            <p>{t('inbox.nobody', { q })}</p>
            <p>
              <button type="button" class="btn" onClick={onNew}>
                {t('inbox.make_new')}
              </button>
            </p>
          </div>
        )}
        {rows && rows.length > 0 && <p class="vh">{t('inbox.clients_found', { n: rows.length })}</p>}
      </div>
      {(wrong || failed.value) && (
        <p class="error" role="alert">
          {wrong || failed.value}
        </p>
      )}
      {rows && rows.length > 0 && (
        <div class="actions">
          <button type="submit" class="btn btn-main" aria-busy={busy}>
            {t('inbox.accept')}
          </button>
        </div>
      )}
    </form>
  );
}
