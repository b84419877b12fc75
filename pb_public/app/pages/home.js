import { useEffect } from '../vendor/preact.js';
import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { isStaff, me, pb } from '../core/api.js';
import { usePage } from '../core/page.js';
import { loadSite, site } from '../core/site.js';
import { Rich } from '../ui/rich.js';

/** How it works, until the administrator has written something better. */
const FirstRun = () => html`<ol class="steps">${[1, 2, 3].map((n) => html`<li key=${n}>
  <h2>${t(/** @type {'home.step1'} */ (`home.step${n}`))}</h2><p>${t(/** @type {'home.step1_text'} */ (`home.step${n}_text`))}</p></li>`)}</ol>`;

/** @param {{ of: import('../core/types.js').Site }} p */
const Contacts = ({ of }) => html`<address class="contacts"><h2>${t('home.contacts')}</h2><dl>
  ${of.phone && html`<div><dt>${t('home.phone')}</dt><dd><a href="tel:${of.phone.replace(/[^\d+]/g, '')}">${of.phone}</a></dd></div>`}
  ${of.email && html`<div><dt>${t('home.email')}</dt><dd><a href="mailto:${of.email}">${of.email}</a></dd></div>`}
  ${of.address && html`<div><dt>${t('home.address')}</dt><dd>${of.address}</dd></div>`}
  ${of.hours && html`<div><dt>${t('home.hours')}</dt><dd>${of.hours}</dd></div>`}
</dl></address>`;

const Start = () => {
  if (isStaff()) return html`<a class="btn btn-main" href="/desk">${t('nav.desk')}</a>`;
  return html`<a class="btn btn-main" href="/tasks/new">${t('nav.new')}</a>
    <a class="btn" href=${me.value ? '/tasks' : '/register'}>${t(me.value ? 'nav.tasks' : 'nav.register')}</a>`;
};

export default function Home() {
  const s = site.value;
  const heading = usePage(t('nav.home'));
  useEffect(() => { loadSite(); }, []);
  const reachable = s && (s.phone || s.email || s.address || s.hours);
  return html`<div class="home">
    <section class="home-top">
      ${s?.logo && html`<img class="home-logo" src=${pb.files.getURL(s, s.logo, { thumb: '0x96' })} alt="" />`}
      <h1 ...${heading}>${s?.name || t('home.title')}</h1>
      <p class="lead">${t('home.lead')}</p>
      <div class="actions actions-start"><${Start} /></div>
    </section>
    ${s?.about ? html`<section class="home-about"><${Rich} html=${s.about} /></section>` : html`<${FirstRun} />`}
    ${reachable && html`<${Contacts} of=${s} />`}
  </div>`;
}
