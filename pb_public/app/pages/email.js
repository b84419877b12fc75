import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { pb, run, signOut } from '../core/api.js';
import { useForm } from '../core/form.js';
import { usePage } from '../core/page.js';
import { go } from '../core/router.js';
import { toast } from '../core/toast.js';
import { Field } from '../ui/field.js';

/** The link of the mail: a change of address, sealed with the password. @param {{ token: string }} p */
export default function NewEmail({ token }) {
  const heading = usePage(t('email.title'));
  const { errors, show, busy, props } = useForm(async ({ password }) => {
    const ok = await run(() => pb.collection('users').confirmEmailChange(token, password), { fields: show });
    if (!ok) return;
    signOut();
    toast(t('email.done'));
    go('/login', { replace: true });
  }, { aside: ['token'] });
  return html`<div class="narrow"><h1 ...${heading}>${t('email.title')}</h1><p class="lead">${t('email.lead')}</p>
    ${errors.token && html`<p class="error" role="alert">${errors.token}</p>`}
    <form ...${props}>
      <${Field} label=${t('login.password')} name="password" type="password" required autocomplete="current-password" error=${errors.password} />
      <button class="btn btn-main btn-wide" aria-busy=${busy}>${t('email.submit')}</button></form></div>`;
}
