import type { ComponentChildren } from 'preact';
import { me } from '../lib/api';
import { t } from '../lib/i18n';
import { usePage } from '../lib/page';
import { DeskMenu } from './deskMenu';
import { NotForYou } from './notForYou';

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
        <NotForYou title={t('manage.denied')} hint={t('manage.denied_hint')} />
      )}
    </>
  );
}
