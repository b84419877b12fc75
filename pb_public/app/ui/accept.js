import { signal, useEffect, useMemo, useState } from '../vendor/preact.js';
import { html } from '../core/html.js';
import { lang, t } from '../core/i18n.js';
import { explain, run } from '../core/api.js';
import { useForm } from '../core/form.js';
import { decide, findClients } from '../core/inbox.js';
import { go } from '../core/router.js';
import { toast } from '../core/toast.js';
import { Dialog } from './dialog.js';
import { Choice, Field } from './field.js';
import { organization, Requisites } from './requisites.js';
import { Search } from './search.js';

/**
 * @typedef {import('../core/types.js').Mail} Mail
 * @typedef {import('../core/types.js').FoundClient} Client
 * @typedef {(body: object, fields?: (e: Record<string, string>) => void) => Promise<boolean>} Send
 */

/** Accepts, says so with the way to the task, and closes. @param {Mail} mail @param {() => void} onClose @returns {Send} */
const sender = (mail, onClose) => async (body, fields) => {
  const made = await run(() => decide(mail.id, 'accept', body), {
    fields,
    failed: (e) => { // somebody else has decided meanwhile
      if (e.status !== 409) return false;
      onClose();
      toast(explain(e), { kind: 'bad' });
      return true;
    },
  });
  if (!made) return false;
  onClose();
  toast(t(mail.task ? 'inbox.accepted_answer' : 'inbox.accepted', { n: String(made.number) }), { action: { label: t('inbox.open_task'), run: () => go(`/desk/${made.number}`) } });
  return true;
};

/** A nick out of an address, for the form. @param {string} address */
export const nickOf = (address) => {
  const nick = (address.split('@')[0] ?? '').toLowerCase().replace(/[^a-z0-9._-]/g, '').replace(/^[._-]+/, '').slice(0, 32);
  return nick.length < 3 ? '' : nick;
};

/** @param {{ client: Client, picked: string, onPick: (id: string) => void }} p */
const Found = ({ client, picked, onPick }) => html`<li><label class="client"><input type="radio" name="client" value=${client.id} checked=${picked === client.id} onChange=${() => onPick(client.id)} />
  <span><span class="client-name">${client.organization}</span><span class="row-sub">${[client.inn, client.username, client.name, client.email].filter(Boolean).join(' · ')}</span></span></label></li>`;

/** Looks for a client as one types. @param {string} q */
function useClients(q) {
  const s = useMemo(() => ({ found: signal(/** @type {Client[] | null} */ (null)), failed: signal('') }), []);
  useEffect(() => {
    let over = false;
    if (!q) { s.found.value = null; return undefined; }
    findClients(q).then((rows) => { if (!over) { s.found.value = rows; s.failed.value = ''; } }, (e) => { if (!over) s.failed.value = explain(e); });
    return () => { over = true; };
  }, [q]);
  return s;
}

/** @param {{ mail: Mail, send: Send, onNew: () => void }} p */
function Existing({ mail, send, onNew }) {
  const [q, setQ] = useState(mail.expand?.user?.username ?? mail.sender);
  const [picked, pick] = useState(mail.expand?.user?.role === 'client' ? mail.user : '');
  const [wrong, setWrong] = useState('');
  const { found, failed } = useClients(q);
  const chosen = found.value?.some((c) => c.id === picked) ? picked : ''; // nobody out of sight
  const { busy, props } = useForm(async () => {
    if (!chosen) { setWrong(t('inbox.pick')); return; }
    await send({ client: chosen }, (e) => setWrong(Object.values(e)[0]));
  });
  const rows = found.value;
  return html`<form ...${props}>
    <${Search} label=${t('inbox.find')} value=${q} onSearch=${setQ} />
    ${rows && rows.length > 0 && html`<fieldset><legend class="vh">${t('inbox.clients')}</legend><ul class="clients">${rows.map((c) => html`<${Found} key=${c.id} client=${c} picked=${chosen} onPick=${(/** @type {string} */ id) => { pick(id); setWrong(''); }} />`)}</ul></fieldset>`}
    <div role="status">${rows && !rows.length && html`<div class="stack"><p>${t('inbox.nobody', { q })}</p><p><button type="button" class="btn" onClick=${onNew}>${t('inbox.make_new')}</button></p></div>`}
      ${rows && rows.length > 0 && html`<p class="vh">${t('inbox.clients_found', { n: rows.length })}</p>`}</div>
    ${(wrong || failed.value) && html`<p class="error" role="alert">${wrong || failed.value}</p>`}
    ${rows && rows.length > 0 && html`<div class="actions"><button class="btn btn-main" aria-busy=${busy}>${t('inbox.accept')}</button></div>`}
  </form>`;
}

/** @param {{ mail: Mail, send: Send }} p */
function Newcomer({ mail, send }) {
  const { errors, show, busy, props } = useForm((v) => send({
    username: v.username.trim(), email: v.email.trim(), name: v.name.trim(), locale: v.locale, profile: organization(v, 'profile.'),
  }, show));
  return html`<form ...${props}>
    <p class="hint">${t('inbox.new_hint')}</p>
    <${Field} label=${t('register.nick')} name="username" required minlength="3" maxlength="32" autocomplete="off" autocapitalize="off" spellcheck=${false} defaultValue=${nickOf(mail.sender)} error=${errors.username} />
    <${Field} label=${t('register.email')} name="email" type="email" required autocomplete="off" defaultValue=${mail.sender} error=${errors.email} />
    <${Field} label=${t('register.name')} name="name" maxlength="120" autocomplete="off" optional defaultValue=${mail.sender_name} error=${errors.name} />
    <${Letters} />
    <${Requisites} prefix="profile." errors=${errors} />
    <div class="actions"><button class="btn btn-main" aria-busy=${busy}>${t('inbox.accept_new')}</button></div>
  </form>`;
}

function Letters() {
  const [value, pick] = useState(lang.value);
  return html`<${Choice} legend=${t('profile.language')} name="locale" value=${value} onPick=${pick} options=${[{ value: 'ru', label: 'Русский' }, { value: 'en', label: 'English' }]} />`;
}

/** @param {{ mail: Mail, send: Send }} p */
function Answer({ mail, send }) {
  const [busy, setBusy] = useState(false);
  const add = async () => { setBusy(true); await send({ task: mail.task }); setBusy(false); };
  return html`<div class="stack"><p>${t('inbox.answer_hint', { n: String(mail.expand?.task?.number), name: mail.expand?.user?.name || mail.expand?.user?.username || '' })}</p>
    <div class="actions"><button type="button" class="btn btn-main" aria-busy=${busy} onClick=${add}>${t('inbox.accept_answer')}</button></div></div>`;
}

/** Whose task the mail becomes, or which task it answers. @param {{ mail: Mail, open: boolean, onClose: () => void }} p */
export function AcceptDialog({ mail, open, onClose }) {
  const answers = !!(mail.user && mail.expand?.task && !mail.expand.task.archived_at);
  const [into, setInto] = useState(answers ? 'answer' : 'client');
  const send = sender(mail, onClose);
  return html`<${Dialog} open=${open} title=${t('inbox.accept_title')} onClose=${onClose}>
    <${Choice} legend=${t('inbox.into')} name="into" value=${into} quiet onPick=${setInto} options=${[
      ...(answers ? [{ value: 'answer', label: t('inbox.into_answer', { n: String(mail.expand?.task?.number) }) }] : []),
      { value: 'client', label: t('inbox.into_client') }, { value: 'new', label: t('inbox.into_new') }]} />
    ${into === 'answer' && html`<${Answer} mail=${mail} send=${send} />`}
    ${into === 'client' && html`<${Existing} mail=${mail} send=${send} onNew=${() => setInto('new')} />`}
    ${into === 'new' && html`<${Newcomer} mail=${mail} send=${send} />`}
  <//>`;
}
