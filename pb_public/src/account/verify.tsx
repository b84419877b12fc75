import './ru';
import { useEffect, useState } from 'preact/hooks';
import { checkSession, explain, me, pb } from '../lib/api';
import { t } from '../lib/i18n';
import { usePage } from '../lib/page';

/** Verifies an address; opened from the mail. */
export default function Verify({ token }: { token: string }) {
  const heading = usePage(t('verify.title'));
  const [state, setState] = useState('');
  const [failed, setFailed] = useState('');
  const confirm = async () => {
    setFailed('');
    try {
      await pb.collection('users').confirmVerification(token);
      setState('done');
      await checkSession();
    } catch (e) {
      setFailed(explain(e));
    }
  };
  useEffect(() => {
    confirm();
  }, []);
  return (
    <div class="narrow">
      <h1 {...heading}>{t('verify.title')}</h1>
      {state === 'done' && (
        <>
          <p role="status">{t('verify.done')}</p>
          <p>
            <a class="btn btn-main" href={me.value ? '/tasks' : '/login'}>
              {t(me.value ? 'nav.tasks' : 'nav.login')}
            </a>
          </p>
        </>
      )}
      {!state && !failed && <p role="status">{t('state.loading')}</p>}
      {failed && (
        <>
          <p class="error" role="alert">
            {failed}
          </p>
          <p class="lead">{t('verify.help')}</p>
          <p>
            <a class="btn" href="/profile">
              {t('nav.profile')}
            </a>
          </p>
        </>
      )}
    </div>
  );
}
