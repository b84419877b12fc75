import { signal } from '@preact/signals';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { explain, run } from '../lib/api';
import { useForm } from '../lib/forms';
import { lang, t } from '../lib/i18n';
import { languageCodes, languages } from '../lib/languages';
import { go } from '../lib/router';
import { toast } from '../lib/toast';
import type { FoundClient as Client, Mail } from '../lib/types';
import { Dialog } from '../ui/dialog';
import { Choice, Field } from '../ui/field';
import { organization, Requisites } from '../ui/requisites';
import { Search } from '../ui/search';
import { decide, findClients } from './mails';

export type Send = (body: object, fields?: (e: Record<string, string>) => void) => Promise<boolean>;

/** Accepts, says so with the way to the task, and closes. */
const sender =
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

/** A nick out of an address, for the form. */
export const nickOf = (address: string) => {
  const nick = (address.split('@')[0] ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]/g, '')
    .replace(/^[._-]+/, '')
    .slice(0, 32);
  return nick.length < 3 ? '' : nick;
};

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

function Existing({ mail, send, onNew }: { mail: Mail; send: Send; onNew: () => void }) {
  const [q, setQ] = useState(mail.expand?.user?.username ?? mail.sender);
  const [picked, pick] = useState(mail.expand?.user?.role === 'client' ? mail.user : '');
  const [wrong, setWrong] = useState('');
  const { found, failed } = useClients(q);
  const chosen = found.value?.some((c) => c.id === picked) ? picked : ''; // nobody out of sight
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

function Newcomer({ mail, send }: { mail: Mail; send: Send }) {
  const { errors, show, busy, props } = useForm<'username' | 'email' | 'name' | 'locale'>(
    (v): Promise<boolean> =>
      send(
        {
          username: v.username.trim(),
          email: v.email.trim(),
          name: v.name.trim(),
          locale: v.locale,
          profile: organization(v, 'profile.'),
        },
        show,
      ),
  );
  return (
    <form {...props}>
      <p class="hint">{t('inbox.new_hint')}</p>
      <Field
        label={t('register.nick')}
        name="username"
        required
        minlength={3}
        maxlength={32}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        defaultValue={nickOf(mail.sender)}
        error={errors.username}
      />
      <Field
        label={t('register.email')}
        name="email"
        type="email"
        required
        autocomplete="off"
        defaultValue={mail.sender}
        error={errors.email}
      />
      <Field
        label={t('register.name')}
        name="name"
        maxlength={120}
        autocomplete="off"
        optional
        defaultValue={mail.sender_name}
        error={errors.name}
      />
      <MailLanguage />
      <Requisites prefix="profile." errors={errors} />
      <div class="actions">
        <button type="submit" class="btn btn-main" aria-busy={busy}>
          {t('inbox.accept_new')}
        </button>
      </div>
    </form>
  );
}

function MailLanguage() {
  const [value, pick] = useState(lang.value);
  return (
    <Choice
      legend={t('profile.language')}
      name="locale"
      value={value}
      onPick={pick}
      options={languageCodes.map((code) => ({ value: code, label: languages[code].name }))}
    />
  );
}

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
