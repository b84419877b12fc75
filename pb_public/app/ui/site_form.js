import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { explain, pb, run } from '../core/api.js';
import { differing, useForm } from '../core/form.js';
import { afterSaving, turn, useKept, withKept } from '../core/kept.js';
import { saveSettings } from '../core/settings.js';
import { readSite, site } from '../core/site.js';
import { toast } from '../core/toast.js';
import { useEffect, useState } from '../vendor/preact.js';
import { Field } from './field.js';
import { Kept } from './kept.js';
import { Rich } from './rich.js';
import { RichEdit } from './rich_edit.js';
import { Failed, Ghosts } from './states.js';

/** @typedef {import('../core/types.js').Site} Site */

const fields = /** @type {const} */ (['name', 'phone', 'email', 'address', 'hours']);

/** How the home page will look. @param {{ of: Record<string, string>, logo: string }} p */
const Preview = ({ of, logo }) => html`<section class="site-preview" aria-label=${t('site.preview')}><p class="hint">${t('site.preview')}</p>
  ${logo && html`<img class="home-logo" src=${logo} alt="" />`}<p class="site-preview-name">${of.name || t('home.title')}</p><${Rich} html=${of.about} />
  <p>${[of.phone, of.email, of.address, of.hours].filter(Boolean).join(' · ')}</p></section>`;

/** @param {{ of: Site, logo: File | null, gone: boolean, onPick: (f: File | null) => void, onGone: (gone: boolean) => void, error?: string }} p */
const Logo = ({ of, logo, gone, onPick, onGone, error }) => html`<div class="field"><label for="logo">${t('site.logo')}</label>
  <input id="logo" type="file" accept="image/png,image/jpeg,image/webp" aria-describedby="logo-h ${error ? 'logo-e' : ''}" onChange=${(/** @type {any} */ e) => onPick(e.target.files[0] ?? null)} />
  ${error && html`<p class="error" id="logo-e">${error}</p>`}<p class="hint" id="logo-h">${t('site.logo_hint')}</p>
  ${of.logo && !logo && html`<label class="check"><input type="checkbox" checked=${gone} onChange=${(/** @type {any} */ e) => onGone(e.target.checked)} />${t('site.no_logo')}</label>`}</div>`;

/** What the form has of the site, but for the logo. @param {Site} of @returns {Record<string, string>} */
const known = (of) => ({ ...Object.fromEntries(fields.map((f) => [f, of[f]])), about: of.about });

/** @param {{ of: Site }} p */
function Form({ of }) {
  const [base, setBase] = useState(() => known(of)); // as read, and as saved since
  const [begin] = useState(() => withKept('site', base));
  const [typed, setTyped] = useState(begin);
  const kept = useKept('site', typed, base);
  const [logo, setLogo] = useState(/** @type {File | null} */ (null));
  const [gone, setGone] = useState(false);
  const [shown, setShown] = useState('');
  useEffect(() => {
    if (!logo) { setShown(of.logo && !gone ? pb.files.getURL(of, of.logo, { thumb: '0x96' }) : ''); return undefined; }
    const url = URL.createObjectURL(logo);
    setShown(url);
    return () => URL.revokeObjectURL(url);
  }, [logo, gone, of.logo]);
  const { errors, show, busy, props } = useForm(async () => {
    const changed = differing(typed, base);
    const saved = await run(() => saveSettings('site', of.id, changed, base, logo ? { logo } : gone ? { logo: null } : {}), { fields: show });
    if (!saved) return;
    site.value = /** @type {any} */ (saved);
    const stored = known(/** @type {any} */ (saved));
    setBase(afterSaving({ ...base, ...changed }, changed, stored));
    setTyped((now) => afterSaving(now, changed, stored));
    kept.saved(changed, stored);
    toast(t('site.saved'));
    setLogo(null);
    setGone(false);
  }, { aside: ['about', 'logo'] });
  const pickLogo = (/** @type {File | null} */ file) => {
    const wrong = file && (file.size > 1 << 20 ? t('site.logo_large') : /^image\/(png|jpeg|webp)$/.test(file.type) ? '' : t('site.logo_kind'));
    show(wrong ? { logo: wrong } : {});
    setLogo(wrong ? null : file);
  };
  const onInput = (/** @type {any} */ e) => { props.onInput(e); if (e.target.name in typed) setTyped({ ...typed, [e.target.name]: e.target.value }); };
  const field = (/** @type {typeof fields[number]} */ name, /** @type {object} */ more) => html`<${Field} label=${t(`site.${name}`)} name=${name} defaultValue=${begin[name]} error=${errors[name]} ...${more} />`;
  return html`<div class="site-both"><form ...${props} onInput=${onInput}><${Kept} of=${kept} />
      ${field('name', { maxlength: '120' })}
      <${RichEdit} label=${t('site.about')} value=${begin.about} error=${errors.about} onChange=${(/** @type {string} */ about) => setTyped((now) => ({ ...now, about }))} />
      <div class="pair">${field('phone', { maxlength: '32', type: 'tel' })}${field('email', { type: 'email' })}</div>
      ${field('address', { maxlength: '300' })}${field('hours', { maxlength: '200', hint: t('site.hours_hint') })}
      <${Logo} of=${of} logo=${logo} gone=${gone} onPick=${pickLogo} onGone=${setGone} error=${errors.logo} />
      <div class="actions actions-start"><button class="btn btn-main" aria-busy=${busy}>${t('form.save')}</button><a class="btn" href="/">${t('site.open')}</a></div></form>
    <${Preview} of=${typed} logo=${shown} /></div>`;
}

/** What the home page says of the firm: what is edited is read anew, the page's own may be of this morning. */
export function SiteForm() {
  const [read, setRead] = useState(false);
  const [failed, setFailed] = useState('');
  const reload = () => readSite().then(() => { setFailed(''); setRead(true); }, (e) => setFailed(explain(e)));
  useEffect(() => { reload(); }, []);
  if (failed) return html`<${Failed} text=${failed} retry=${reload} />`;
  return read && site.value ? html`<${Form} key=${turn.value} of=${site.value} />` : html`<${Ghosts} n=${5} />`;
}
