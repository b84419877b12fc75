import { t } from '../lib/i18n';
import { usePage } from '../lib/page';

export default function Missing() {
  const heading = usePage(t('missing.title'));
  return (
    <div class="narrow">
      <h1 {...heading}>{t('missing.title')}</h1>
      <p>{t('missing.text')}</p>
      <p>
        <a class="btn btn-main" href="/">
          {t('missing.home')}
        </a>
      </p>
    </div>
  );
}
