import { useEffect, useState } from '../vendor/preact.js';
import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { checkSession, explain, me, pb } from '../core/api.js';
import { usePage } from '../core/page.js';

/** The link of the mail: the address is the person's own. @param {{ token: string }} p */
export default function Verify({ token }) {
  const heading = usePage(t('verify.title'));
  const [state, setState] = useState('');
  const [failed, setFailed] = useState('');
  const confirm = async () => {
    setFailed('');
    try {
      await pb.collection('users').confirmVerification(token);
      setState('done');
      await checkSession();
    } catch (e) { setFailed(explain(e)); }
  };
  useEffect(() => { confirm(); }, []);
  return html`<div class="narrow"><h1 ...${heading}>${t('verify.title')}</h1>
    ${state === 'done' && html`<p role="status">${t('verify.done')}</p><p><a class="btn btn-main" href=${me.value ? '/tasks' : '/login'}>${t(me.value ? 'nav.tasks' : 'nav.login')}</a></p>`}
    ${!state && !failed && html`<p role="status">${t('state.loading')}</p>`}
    ${failed && html`<p class="error" role="alert">${failed}</p><p class="lead">${t('verify.help')}</p><p><a class="btn" href="/profile">${t('nav.profile')}</a></p>`}</div>`;
}
