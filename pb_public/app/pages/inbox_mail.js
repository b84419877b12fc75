import { useEffect, useState } from '../vendor/preact.js';
import { html } from '../core/html.js';
import { date, t, words } from '../core/i18n.js';
import { me } from '../core/api.js';
import { refuse, reopen, useMail } from '../core/inbox.js';
import { style, usePage } from '../core/page.js';
import { go } from '../core/router.js';
import { loadStaff, nameOf } from '../core/staff.js';
import { AcceptDialog } from '../ui/accept.js';
import { Files } from '../ui/files.js';
import { Icon } from '../ui/icon.js';
import { MailTag, subjectOf, why } from '../ui/mail.js';
import { ManagersOnly } from '../ui/managers_only.js';
import { Empty, Failed, Ghosts } from '../ui/states.js';
import { Words } from '../ui/text.js';

await words('inbox');
await style(new URL('../styles/tasks.css', import.meta.url).href);
await style(new URL('../styles/desk.css', import.meta.url).href);
await style(new URL('../styles/inbox.css', import.meta.url).href);

/** @typedef {import('../core/types.js').Mail} Mail */

/** @param {{ mail: Mail }} p */
function Decide({ mail }) {
  const [accepting, accept] = useState(false);
  if (mail.status === 'refused' || mail.status === 'ignored') {
    return html`<div class="task-actions"><button type="button" class="btn" onClick=${() => reopen(mail.id)}>${t(mail.status === 'ignored' ? 'inbox.is_person' : 'inbox.reopen')}</button></div>`;
  }
  if (mail.status !== 'held') return null;
  const no = async () => { if (await refuse(mail.id)) go('/desk/inbox'); };
  return html`<div class="task-actions">
    <button type="button" class="btn btn-main" aria-haspopup="dialog" onClick=${() => accept(true)}>${t('inbox.accept')}…</button>
    <button type="button" class="btn" onClick=${no}>${t('inbox.refuse')}</button>
    <${AcceptDialog} mail=${mail} open=${accepting} onClose=${() => accept(false)} /></div>`;
}

/** @param {{ mail: Mail }} p */
function Facts({ mail }) {
  const line = (/** @type {string} */ name, /** @type {any} */ value) => value && html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  const { user, task } = mail.expand ?? {};
  return html`<aside class="facts" aria-label=${t('inbox.facts')}><dl>
    ${line(t('task.status'), html`<${MailTag} value=${mail.status} />`)}
    ${line(t('inbox.from'), html`${mail.sender_name && html`${mail.sender_name}<br />`}${mail.sender ? html`<a href="mailto:${mail.sender}">${mail.sender}</a>` : t('inbox.no_sender')}`)}
    ${line(t('inbox.to'), mail.recipient)}
    ${line(t('inbox.when'), date(mail.created))}
    ${line(t('inbox.who'), user && (user.name ? `${user.name} (${user.username})` : user.username))}
    ${line(t('inbox.task'), task && html`<a href="/desk/${task.number}">№ ${task.number} ${task.title}</a>`)}
    ${line(t('inbox.decided'), mail.handled_by && html`${nameOf(mail.handled_by)}<br />${date(mail.handled_at)}`)}
  </dl></aside>`;
}

/** @param {{ mail: Mail }} p */
const Letter = ({ mail }) => html`
  ${mail.status !== 'accepted' && why(mail) && html`<p class="answer mail-reason"><strong>${t(mail.status === 'ignored' ? 'inbox.ignored_for' : 'inbox.held_for')}</strong> ${why(mail)}</p>`}
  <section class="mail-text" aria-label=${t('inbox.text')}>
    ${mail.body ? html`<${Words} text=${mail.body} />` : html`<p class="lead">${t('inbox.no_words')}</p>`}
    ${mail.quoted && html`<details class="more"><summary>${t('inbox.quoted')}</summary><div class="mail-quoted"><${Words} text=${mail.quoted} /></div></details>`}
    ${mail.raw && html`<div class="mail-raw"><p class="hint">${t('inbox.raw_hint')}</p><${Files} record=${/** @type {any} */ ({ ...mail, files: [mail.raw] })} /></div>`}
  </section>`;

/** @param {{ id: string }} p */
function One({ id }) {
  const { mail, gone, failed, reload } = useMail(id);
  const m = mail.value;
  const heading = usePage(m ? subjectOf(m) : t('inbox.title'), !!m);
  useEffect(() => { loadStaff(); }, []);
  if (gone.value) return html`<${Empty} title=${t('inbox.gone')}><p><a class="btn" href="/desk/inbox">${t('inbox.title')}</a></p><//>`;
  if (failed.value && !m) return html`<${Failed} text=${failed.value} retry=${reload} />`;
  if (!m) return html`<${Ghosts} n=${3} />`;
  return html`<div class="desk-task mail-page"><${Facts} mail=${m} />
    <article class="desk-main"><h1 ...${heading}>${subjectOf(m)}</h1><${Decide} mail=${m} /><${Letter} mail=${m} /></article></div>`;
}

/** One mail and what to do with it. @param {{ id: string }} p */
export default function InboxMail({ id }) {
  if (me.value?.role !== 'manager') return html`<${ManagersOnly} title=${t('inbox.title')} />`;
  return html`<p class="crumb"><a href="/desk/inbox"><${Icon} name="back" />${t('inbox.title')}</a></p><${One} id=${id} />`;
}
