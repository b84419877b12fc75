import { html } from '../core/html.js';
import { number, t, words } from '../core/i18n.js';
import { me } from '../core/api.js';
import { style } from '../core/page.js';
import { called, useClients, useStaff } from '../core/people.js';
import { route, setQuery } from '../core/router.js';
import { useState } from '../vendor/preact.js';
import { Icon } from '../ui/icon.js';
import { Export } from '../ui/export.js';
import { InviteDialog } from '../ui/invite.js';
import { ManagersOnly } from '../ui/managers_only.js';
import { deedsOf, PersonDialog } from '../ui/person_deeds.js';
import { Search } from '../ui/search.js';
import { Empty, Failed, Ghosts } from '../ui/states.js';

await words('manage', 'desk');
await style(new URL('../styles/tasks.css', import.meta.url).href);
await style(new URL('../styles/manage.css', import.meta.url).href);

/** @typedef {import('../core/people.js').Person} Person @typedef {import('../ui/person_deeds.js').Deed} Deed @typedef {(person: Person, deed: Deed) => void} OnDeed */

/** @param {{ person: Person, onDeed: OnDeed }} p */
const Deeds = ({ person, onDeed }) => html`<span class="person-does">${person.id !== me.value?.id && deedsOf(person).map((deed) => html`<button key=${deed} type="button" class="btn btn-small ${deed === 'block' ? 'btn-bad' : ''}"
  aria-label=${`${t(`people.do_${deed}`)}: ${called(person)}`} onClick=${() => onDeed(person, deed)}>${t(`people.do_${deed}`)}</button>`)}</span>`;

/** A figure that leads to the tasks behind it. @param {{ n: number, label: string, href: string, bad?: boolean }} p */
const Load = ({ n, label, href, bad }) => html`<div class="load"><dt>${label}</dt><dd>${n ? html`<a class=${bad ? 'load-bad' : ''} href=${href}>${number(n)}</a>` : '0'}</dd></div>`;

/** @param {{ person: import('../core/types.js').StaffItem, week: string, onDeed: OnDeed }} p */
const StaffRow = ({ person, week, onDeed }) => html`<li class="person ${person.blocked ? 'person-off' : ''}">
  <div><p class="person-name">${called(person)}${person.id === me.value?.id && html` <span class="hint">(${t('people.you')})</span>`}${person.blocked && html` <span class="person-mark">${t('people.blocked')}</span>`}</p>
    <p class="row-sub">${[t(`people.role_${person.role}`), person.username, person.email].filter(Boolean).join(' · ')}</p></div>
  <dl class="loads"><${Load} n=${person.open} label=${t('people.open')} href="/desk?consultant=${person.id}&status=in_progress,waiting" />
    <${Load} n=${person.waiting} label=${t('people.waiting')} href="/desk?view=waiting&consultant=${person.id}" />
    <${Load} n=${person.overdue} bad label=${t('people.overdue')} href="/desk?view=overdue&consultant=${person.id}" />
    <${Load} n=${person.done_week} label=${t('people.done_week')} href="/desk?view=all&consultant=${person.id}&done=${week}.." /></dl>
  <${Deeds} person=${person} onDeed=${onDeed} /></li>`;

/** @param {{ client: import('../core/types.js').FoundClient, onDeed: OnDeed }} p */
const ClientRow = ({ client, onDeed }) => html`<li class="person person-client ${client.blocked ? 'person-off' : ''}">
  <div><p class="person-name"><a href="/desk?view=all&client=${client.id}">${client.organization}</a>${client.blocked && html` <span class="person-mark">${t('people.blocked')}</span>`}</p>
    <p class="row-sub">${[client.name, client.username, client.email, client.inn].filter(Boolean).join(' · ')}</p></div>
  <${Deeds} person=${{ ...client, role: /** @type {const} */ ('client'), open: 0 }} onDeed=${onDeed} /></li>`;

/** @param {{ found: ReturnType<typeof useClients>, q: string, onSearch: (q: string) => void, onDeed: OnDeed }} p */
function Clients({ found, q, onSearch, onDeed }) {
  const rows = found.items.value;
  return html`<section class="manage-part" aria-labelledby="clients-h"><div class="head"><h2 id="clients-h">${t('people.clients')}</h2><${Export} what="people" query=${{ role: 'client', q }} of=${t('people.clients')} /></div>
    <div class="filters"><${Search} label=${t('people.find')} value=${q} onSearch=${onSearch} /></div>
    ${found.failed.value && html`<${Failed} text=${found.failed.value} retry=${found.reload} />`}
    ${!rows && !found.failed.value && html`<${Ghosts} n=${4} />`}
    ${rows && !rows.length && html`<${Empty} title=${t('people.no_clients')} />`}
    ${rows && rows.length > 0 && html`<ul class="people">${rows.map((c) => html`<${ClientRow} key=${c.id} client=${c} onDeed=${onDeed} />`)}</ul>
      ${found.more.value && html`<p class="hint">${t('people.more_clients')}</p>`}`}</section>`;
}

function People() {
  const [q, setQ] = useState(route.value?.query.get('q') ?? '');
  const staff = useStaff();
  const clients = useClients(q);
  const [asked, ask] = useState(/** @type {{ person: Person | null, deed: Deed }} */ ({ person: null, deed: 'block' }));
  const [inviting, invite] = useState(false);
  const reload = () => { staff.reload(); clients.reload(); };
  const onDeed = (/** @type {Person} */ person, /** @type {Deed} */ deed) => ask({ person, deed });
  const onSearch = (/** @type {string} */ next) => { setQ(next); setQuery(new URLSearchParams(next ? { q: next } : {})); };
  const rows = staff.items.value;
  return html`<section class="manage-part" aria-labelledby="staff-h"><div class="head"><h2 id="staff-h">${t('people.staff')}</h2>
      <div class="manage-tools"><${Export} what="staff" of=${t('people.staff')} /><button type="button" class="btn btn-main" onClick=${() => invite(true)}><${Icon} name="plus" />${t('people.invite')}</button></div></div>
    ${staff.failed.value && html`<${Failed} text=${staff.failed.value} retry=${staff.reload} />`}
    ${!rows && !staff.failed.value && html`<${Ghosts} n=${4} />`}
    ${rows && html`<ul class="people">${rows.map((p) => html`<${StaffRow} key=${p.id} person=${p} week=${staff.week.value} onDeed=${onDeed} />`)}</ul>
      <p class="hint">${t('people.managers_hint')}</p>`}</section>
    <${Clients} found=${clients} q=${q} onSearch=${onSearch} onDeed=${onDeed} />
    <${InviteDialog} open=${inviting} onClose=${() => invite(false)} onDone=${staff.reload} />
    <${PersonDialog} person=${asked.person} deed=${asked.deed} colleagues=${(rows ?? []).filter((p) => !p.blocked).map((p) => ({ id: p.id, name: called(p) }))} onClose=${() => ask({ ...asked, person: null })} onDone=${reload} />`;
}

/** Those who work here with their load, and the clients. */
export default () => html`<${ManagersOnly} title=${t('menu.people')}><${People} /><//>`;
