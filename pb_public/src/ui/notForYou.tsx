import { t } from '../lib/i18n';
import { Empty } from './states';

/** Tells staff that a page is for others, and leads to the desk. */
export const NotForYou = ({ title, hint }: { title: string; hint?: string }) => (
  <Empty title={title}>
    {hint && <p>{hint}</p>}
    <p>
      <a class="btn btn-main" href="/desk">
        {t('nav.desk')}
      </a>
    </p>
  </Empty>
);
