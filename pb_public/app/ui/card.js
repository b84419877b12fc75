import { html } from '../core/html.js';
import { ago, day, t, words } from '../core/i18n.js';
import { me } from '../core/api.js';
import { useCard } from '../core/card.js';
import { contractOf } from '../core/contract.js';
import { copy } from '../core/copy.js';
import { address, readFilters } from '../core/desk_filters.js';
import { style } from '../core/page.js';
import { route } from '../core/router.js';
import { toast } from '../core/toast.js';
import { useState } from '../vendor/preact.js';
import { FactsForm } from './facts_form.js';
import { Icon } from './icon.js';
import { StarShow } from './stars.js';
import { Failed, Ghosts } from './states.js';
import { StatusTag } from './status.js';

await words('work');
await style(new URL('../styles/card.css', import.meta.url).href);

/** @typedef {import('../core/types.js').Card} Card */

/** Another task beside the same list. @param {number} n */
const beside = (n) => address(readFilters(route.value?.query ?? new URLSearchParams()), n);

/** @param {{ name: string, text: string }} p */
const Copy = ({ name, text }) => html`<button type="button" class="btn-icon card-copy" aria-label=${t('card.copy', { what: name })} title=${t('card.copy', { what: name })}
  onClick=${async () => { if (await copy(text)) toast(t('card.copied', { text })); else toast(t('card.not_copied'), { kind: 'bad' }); }}><${Icon} name="page" /></button>`;

/** @param {{ name: string, value: string, href?: string, plain?: boolean }} p plain: nothing one would copy */
const Line = ({ name, value, href, plain }) => value && html`<div><dt>${name}</dt><dd>${href ? html`<a href=${href}>${value}</a>` : value}${!plain && html`<${Copy} name=${name} text=${value} />`}</dd></div>`;

/** @param {{ card: Card }} p */
const Contacts = ({ card: { user, profile } }) => html`<dl class="card-lines">
  <${Line} name=${t('requisites.inn')} value=${profile.inn} /><${Line} name=${t('requisites.kpp')} value=${profile.kpp} /><${Line} name=${t('requisites.ogrn')} value=${profile.ogrn} />
  <${Line} name=${t('desk.client')} value=${user.name ? `${user.name} (${user.username})` : user.username} plain />
  <${Line} name=${t('requisites.contact')} value=${profile.contact} plain />
  <${Line} name=${t('requisites.phone')} value=${profile.phone} href=${`tel:${profile.phone.replace(/[^\d+]/g, '')}`} />
  <${Line} name=${t('register.email')} value=${user.email} href=${`mailto:${user.email}`} />
  <${Line} name=${t('requisites.address')} value=${profile.address} /></dl>`;

/** A day by itself, in whatever zone the reader is. @param {string} until */
const dayOf = (until) => day(`${until.slice(0, 10)}T00:00:00`);

/** @param {{ until: string }} p */
function Contract({ until }) {
  const { state, left } = contractOf(until, new Date());
  if (state === 'none') return null;
  const text = state === 'ended' ? t('card.ended', { when: dayOf(until) }) : t('card.until', { when: dayOf(until) });
  return html`<p class="card-contract card-contract-${state}">${state !== 'fine' && html`<${Icon} name="alert" />`}<span>${text}${state === 'soon' && html`, ${t('card.left', { n: left })}`}</span></p>`;
}

/** @param {{ card: Card, reload: () => void }} p */
function Known({ card: { profile }, reload }) {
  const [editing, edit] = useState(false);
  const done = () => { edit(false); reload(); };
  const some = profile.onec_configuration || profile.onec_release || profile.hosting || profile.contract_until;
  return html`<section class="card-part"><div class="card-head"><h3>${t('card.facts')}</h3>
      ${!editing && html`<button type="button" class="btn-text" onClick=${() => edit(true)}>${t(some ? 'task.edit' : 'card.add')}</button>`}</div>
    ${editing ? html`<${FactsForm} profile=${profile} onDone=${done} />` : html`<${Contract} until=${profile.contract_until} />
      ${some ? html`<dl class="card-lines"><${Line} name=${t('card.configuration')} value=${profile.onec_configuration} plain /><${Line} name=${t('card.release')} value=${profile.onec_release} plain />
        <${Line} name=${t('card.hosting')} value=${profile.hosting && t(`card.${profile.hosting}`)} plain /></dl>` : html`<p class="hint">${t('card.unknown')}</p>`}`}</section>`;
}

/** @param {{ rows: Card['open'] }} p */
const Open = ({ rows }) => rows.length > 0 && html`<section class="card-part"><h3>${t('card.open')}</h3><ul class="card-tasks">
  ${rows.map((row) => html`<li key=${row.id}><a href=${beside(row.number)}>№ ${row.number} ${row.title}</a><${StatusTag} value=${row.status} staff /></li>`)}</ul></section>`;

/** @param {{ rows: Card['ratings'] }} p */
const Ratings = ({ rows }) => rows.length > 0 && html`<section class="card-part"><h3>${t('card.ratings')}</h3><ul class="card-tasks">
  ${rows.map((row) => html`<li key=${row.number}><a href=${beside(row.number)}>№ ${row.number}</a>${row.rating > 0 && html`<${StarShow} n=${row.rating} />`}<span class="hint">${ago(row.created)}</span>
    ${row.comment && html`<p class="card-said">${row.comment}</p>`}</li>`)}</ul></section>`;

/**
 * Who the client of a task is and what is known of the organisation. Where there
 * is little room it opens when asked to.
 * @param {{ client: string, number: number, folded: boolean }} p number: of the task beside it
 */
export function ClientCard({ client, number, folded }) {
  const { card, failed, reload } = useCard(client);
  const [wide] = useState(() => !folded && matchMedia('(min-width: 56rem)').matches);
  const c = card.value;
  return html`<section class="client-card" aria-label=${t('card.title')}><details open=${wide}>
    <summary><h2>${c?.profile.organization ?? t('card.title')}</h2></summary>
    ${failed.value && html`<${Failed} text=${failed.value} retry=${reload} />`}
    ${!c && !failed.value && html`<${Ghosts} n=${2} />`}
    ${c && html`<div class="card-parts">${c.user.blocked && html`<p class="error">${t('card.blocked')}</p>`}
      <${Contacts} card=${c} /><${Known} card=${c} reload=${reload} />
      <${Open} rows=${c.open.filter((row) => row.number !== number)} /><${Ratings} rows=${c.ratings} />
      <p class="hint"><a href=${address({ view: 'all', client })}>${t('card.tasks', { n: c.counts.tasks })}</a>${me.value?.role === 'manager' && html` · <a href="/reports?organization=${c.profile.id}">${t('card.report')}</a>`}</p></div>`}</details></section>`;
}
