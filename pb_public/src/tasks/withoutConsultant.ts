import type { Status } from '../lib/contract';
import { t } from '../lib/i18n';

/** What is said of a task that no consultant has: only an open one waits for somebody. */
export const withoutConsultant = (status: Status) =>
  status === 'new' ? t('tasks.nobody') : t('tasks.without_consultant');
