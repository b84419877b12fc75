import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { pb, run, signOut } from '../core/api.js';
import { useForm } from '../core/form.js';
import { usePage } from '../core/page.js';
import { go } from '../core/router.js';
import { toast } from '../core/toast.js';
import { Field } from '../ui/field.js';

/** The link of the mail: a new password. Every other session of the account ends with it. @param {{ token: string }} p */
export default function NewPassword({ token }) {
  const heading = usePage(t('reset.new_title'));
  const { errors, show, busy, props } = useForm(async ({ password }) => {
    const ok = await run(() => pb.collection('users').confirmPasswordReset(token, password, password), { fields: show });
    if (!ok) return;
    signOut();
    toast(t('reset.done'));
    go('/login', { replace: true });
  }, { aside: ['token'] });
  return html`<div class="narrow"><h1 ...${heading}>${t('reset.new_title')}</h1>
    ${errors.token && html`<p class="error" role="alert">${errors.token} <a href="/reset">${t('reset.again')}</a></p>`}
    <form ...${props}>
      <${Field} label=${t('register.password')} name="password" type="password" required minlength="8" maxlength="71" autocomplete="new-password" hint=${t('register.password_hint')} error=${errors.password} />
      <button class="btn btn-main btn-wide" aria-busy=${busy}>${t('reset.save')}</button></form></div>`;
}
