import { t } from '../lib/i18n';
import type { useUnsaved } from './unsavedChanges';

/** The note that unsaved changes were restored, or could be. */
export const UnsavedNote = ({ of }: { of: ReturnType<typeof useUnsaved> }) =>
  of.kind !== '' && (
    <div class="note kept" role="status">
      <p>{t(of.kind === 'kept' ? 'settings.kept' : 'settings.theirs')}</p>
      <span class="manage-tools">
        {of.kind === 'theirs' && (
          <button type="button" class="btn btn-small" onClick={of.take}>
            {t('settings.take')}
          </button>
        )}
        <button type="button" class="btn btn-small" onClick={of.drop}>
          {t('settings.drop')}
        </button>
      </span>
    </div>
  );
