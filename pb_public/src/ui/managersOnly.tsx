import type { ComponentChildren } from 'preact';
import { me } from '../lib/api';
import { t } from '../lib/i18n';
import { usePage } from '../lib/page';
import { DeskMenu } from './deskMenu';
import { Empty } from './states';

/** A section for managers only; others see a message. */
export function ManagersOnly({ title, children }: { title: string; children?: ComponentChildren }) {
  const heading = usePage(title);
  return (
    <>
      <DeskMenu />
      <h1 {...heading}>{title}</h1>
      {me.value?.role === 'manager' ? (
        children
      ) : (
        <Empty title={t('manage.denied')}>
          <p>{t('manage.denied_hint')}</p>
          <p>
            <a class="btn btn-main" href="/desk">
              {t('nav.desk')}
            </a>
          </p>
        </Empty>
      )}
    </>
  );
}
