import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { run } from '../core/api.js';
import { differing, useForm } from '../core/form.js';
import { saveSettings } from '../core/settings.js';
import { toast } from '../core/toast.js';
import { useId, useState } from '../vendor/preact.js';
import { Choice, Field } from './field.js';

/** The usual ones, to pick from; any other is written. */
const configurations = ['Бухгалтерия предприятия 3.0', 'Зарплата и управление персоналом 3.1', 'Управление торговлей 11', 'Комплексная автоматизация 2', 'ERP Управление предприятием 2', 'Управление нашей фирмой 3.0', 'Розница 3.0', 'Бухгалтерия государственного учреждения 2.0'];

/**
 * What is known of an organisation.
 * @param {{ profile: import('../core/types.js').Card['profile'], onDone: () => void }} p
 */
export function FactsForm({ profile, onDone }) {
  const id = useId();
  const [hosting, setHosting] = useState(/** @type {string} */ (profile.hosting));
  const { errors, show, busy, props } = useForm(async (typed) => {
    const known = /** @type {Record<string, string>} */ ({ ...profile, contract_until: profile.contract_until.slice(0, 10) });
    const changed = differing(Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, value.trim()])), known);
    const saved = Object.keys(changed).length === 0 || await run(() => saveSettings('profiles', profile.id, changed, profile), { fields: show });
    if (!saved) return;
    if (saved !== true) toast(t('card.saved'));
    onDone();
  });
  return html`<form class="facts-form" ...${props} onKeyDown=${(/** @type {KeyboardEvent} */ e) => { if (e.key === 'Escape') { e.preventDefault(); onDone(); } }}>
    <${Field} label=${t('card.configuration')} name="onec_configuration" maxlength="120" list=${id} defaultValue=${profile.onec_configuration} error=${errors.onec_configuration} autofocus />
    <datalist id=${id}>${configurations.map((c) => html`<option key=${c} value=${c}></option>`)}</datalist>
    <${Field} label=${t('card.release')} name="onec_release" maxlength="40" defaultValue=${profile.onec_release} error=${errors.onec_release} />
    <${Choice} legend=${t('card.hosting')} name="hosting" value=${hosting} onPick=${setHosting} options=${[{ value: '', label: '—' }, { value: 'cloud', label: t('card.cloud') }, { value: 'local', label: t('card.local') }]} />
    <${Field} label=${t('card.contract')} name="contract_until" type="date" min="2000-01-01" max="2100-12-31" defaultValue=${profile.contract_until.slice(0, 10)} error=${errors.contract_until} />
    <div class="actions actions-start"><button class="btn btn-main" aria-busy=${busy}>${t('form.save')}</button><button type="button" class="btn" onClick=${onDone}>${t('form.cancel')}</button></div>
  </form>`;
}
