import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { me, pb, run } from '../core/api.js';
import { useForm } from '../core/form.js';
import { usePage } from '../core/page.js';
import { useState } from '../vendor/preact.js';
import { Field } from '../ui/field.js';

/** Asks for a mail with a link. Whether the address is known stays the server's secret. */
export default function Reset() {
  const heading = usePage(t('reset.title'));
  const [sent, setSent] = useState('');
  const { errors, show, busy, props } = useForm(async ({ email }) => {
    if (await run(() => pb.collection('users').requestPasswordReset(email.trim()), { fields: show })) setSent(email.trim());
  });
  return html`<div class="narrow"><h1 ...${heading}>${t('reset.title')}</h1>
    ${sent ? html`<div role="status" class="stack"><p>${t('reset.sent', { email: sent })}</p><p class="lead">${t('reset.nothing')}</p></div>
      <p><a href="/login">${t('nav.login')}</a></p>`
      : html`<p class="lead">${t('reset.lead')}</p><form ...${props}>
        <${Field} label=${t('register.email')} name="email" type="email" required autocomplete="email" defaultValue=${me.value?.email ?? ''} error=${errors.email} />
        <button class="btn btn-main btn-wide" aria-busy=${busy}>${t('reset.submit')}</button></form>`}</div>`;
}
