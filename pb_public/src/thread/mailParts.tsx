import { t } from '../lib/i18n';
import type { MailFiles } from '../lib/types';
import { Files } from '../ui/files';
import { PlainText } from '../ui/text';

/** The earlier mails that a mail has repeated. */
export const Quoted = ({ text }: { text: string }) => (
  <details class="more quoted">
    <summary>{t('letter.quoted')}</summary>
    <PlainText text={text} />
  </details>
);

/** The files of a mail that are not attached, for staff. */
export const LeftFiles = ({ rows }: { rows: MailFiles[] }) =>
  rows.length > 0 && (
    <details class="more left-files">
      <summary>{t('letter.left')}</summary>
      {rows.map((row) => (
        <Files key={row.id} record={row} />
      ))}
    </details>
  );
