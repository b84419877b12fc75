import type { ComponentChildren } from 'preact';
import { t } from '../lib/i18n';
import { useAgain } from '../lib/online';

/** Placeholder lines while rows load. */
export const Ghosts = ({ n = 5 }: { n?: number }) => (
  <ul class="rows" aria-busy="true" aria-label={t('state.loading')}>
    {Array.from({ length: n }, (_, i) => (
      <li key={i} class="row row-ghost">
        <span></span>
      </li>
    ))}
  </ul>
);

/** An error with a button to retry, which is also done by itself. */
export function Failed({ text, retry }: { text: string; retry: () => void }) {
  useAgain(retry);
  return (
    <div class="empty" role="alert">
      <p class="empty-title">{t('state.failed')}</p>
      <p>{text}</p>
      <p>
        <button type="button" class="btn" onClick={retry}>
          {t('state.retry')}
        </button>
      </p>
    </div>
  );
}

export const Empty = ({ title, children }: { title: string; children?: ComponentChildren }) => (
  <div class="empty">
    <p class="empty-title">{title}</p>
    {children}
  </div>
);
