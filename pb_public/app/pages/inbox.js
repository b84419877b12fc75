import { useEffect, useState } from '../vendor/preact.js';
import { html } from '../core/html.js';
import { ago, date, t, words } from '../core/i18n.js';
import { held, useHeld, useMails } from '../core/inbox.js';
import { style } from '../core/page.js';
import { route, setQuery } from '../core/router.js';
import { Choice } from '../ui/field.js';
import { senderOf, subjectOf, why } from '../ui/mail.js';
import { ManagersOnly } from '../ui/managers_only.js';
import { Empty, Failed, Ghosts } from '../ui/states.js';

await words('inbox');
await style(new URL('../styles/tasks.css', import.meta.url).href);
await style(new URL('../styles/desk.css', import.meta.url).href);
await style(new URL('../styles/inbox.css', import.meta.url).href);

/** @typedef {import('../core/types.js').Mail} Mail */

const statuses = /** @type {const} */ (['held', 'accepted', 'refused', 'ignored']);

/** @param {{ value: string, onPick: (v: string) => void }} p */
const Tabs = ({ value, onPick }) => html`<${Choice} legend=${t('inbox.which')} name="status" value=${value} quiet onPick=${onPick}
  options=${statuses.map((s) => ({ value: s, label: s === 'held' && held.value ? t('inbox.tab_held_n', { n: held.value }) : t(`inbox.tab_${s}`) }))} />`;

/** @param {{ mail: Mail }} p */
const Row = ({ mail }) => html`<li class="row mail-row">
  <div class="row-main"><a class="row-link" href="/desk/inbox/${mail.id}">${subjectOf(mail)}</a>
    <p class="row-sub"><span class="mail-from">${senderOf(mail)}</span>${mail.sender_name && mail.sender && html` <span class="mail-address">${mail.sender}</span>`}</p></div>
  <span class="mail-why">${mail.status === 'accepted' && mail.expand?.task ? html`<a href="/desk/${mail.expand.task.number}">${t('inbox.task_no', { n: String(mail.expand.task.number) })}</a>` : why(mail)}</span>
  <time class="mail-when" datetime=${mail.created} title=${date(mail.created)}>${ago(mail.created)}</time></li>`;

/** The mails that came, for managers: what waits for them and what became of the rest. */
export default function Inbox() {
  return html`<${ManagersOnly} title=${t('inbox.title')}><${Mails} /><//>`;
}

function Mails() {
  const asked = route.value?.query.get('status') ?? '';
  const [status, setStatus] = useState(/** @type {string[]} */ ([...statuses]).includes(asked) ? asked : 'held');
  const { rows, more, failed, reload, loadMore } = useMails(status);
  useHeld();
  useEffect(() => setQuery(new URLSearchParams(status === 'held' ? {} : { status })), [status]);
  const found = rows.value;
  const of = /** @type {Mail['status']} */ (status);
  return html`<div class="filters"><${Tabs} value=${status} onPick=${setStatus} /></div>
    <p class="lead mail-about">${t(`inbox.about_${of}`)}</p>
    ${failed.value && html`<${Failed} text=${failed.value} retry=${reload} />`}
    ${!found && !failed.value && html`<${Ghosts} n=${6} />`}
    ${found && !found.length && html`<${Empty} title=${t(`inbox.none_${of}`)}>${of === 'held' && html`<p>${t('inbox.none_hint')}</p>`}<//>`}
    ${found && found.length > 0 && html`<ul class="rows mail-rows">${found.map((m) => html`<${Row} key=${m.id} mail=${m} />`)}</ul>`}
    ${more.value && html`<p class="more-rows"><button type="button" class="btn" onClick=${loadMore}>${t('tasks.more')}</button></p>`}
    ${found && html`<p class="vh" role="status">${t('inbox.found', { n: found.length })}</p>`}`;
}
