import '../ui/lists.css';
import './inbox.css';
import './ru';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { me } from '../lib/api';
import { date, t } from '../lib/i18n';
import { usePage } from '../lib/page';
import { go } from '../lib/router';
import { loadStaff, nameOf } from '../lib/staff';
import type { Mail } from '../lib/types';
import { Files } from '../ui/files';
import { Icon } from '../ui/icon';
import { ManagersOnly } from '../ui/managersOnly';
import { Empty, Failed, Ghosts } from '../ui/states';
import { PlainText } from '../ui/text';
import { AcceptDialog } from './acceptDialog';
import { refuse, reopen, useMail } from './mails';
import { MailTag, replyToOf, subjectOf, why } from './mailTag';

function Decide({ mail }: { mail: Mail }) {
  const [accepting, accept] = useState(false);
  if (mail.status === 'refused' || mail.status === 'ignored') {
    return (
      <div class="task-actions">
        <button type="button" class="btn" onClick={() => reopen(mail.id)}>
          {t(mail.status === 'ignored' ? 'inbox.is_person' : 'inbox.reopen')}
        </button>
      </div>
    );
  }
  if (mail.status !== 'held') return null;
  const no = async () => {
    if (await refuse(mail.id)) go('/desk/inbox');
  };
  return (
    <div class="task-actions">
      <button type="button" class="btn btn-main" aria-haspopup="dialog" onClick={() => accept(true)}>
        {t('inbox.accept')}…
      </button>
      <button type="button" class="btn" onClick={no}>
        {t('inbox.refuse')}
      </button>
      <AcceptDialog mail={mail} open={accepting} onClose={() => accept(false)} />
    </div>
  );
}

function Facts({ mail }: { mail: Mail }) {
  const line = (name: string, value: ComponentChildren) =>
    value && (
      <div>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    );
  const { user, task } = mail.expand ?? {};
  return (
    <aside class="facts" aria-label={t('inbox.facts')}>
      <dl>
        {line(t('task.status'), <MailTag value={mail.status} />)}
        {line(
          t('inbox.from'),
          <>
            {mail.sender_name && (
              <>
                {mail.sender_name}
                <br />
              </>
            )}
            {mail.sender ? <a href={`mailto:${mail.sender}`}>{mail.sender}</a> : t('inbox.no_sender')}
          </>,
        )}
        {line(t('inbox.reply_to'), mail.reply_to && <a href={`mailto:${mail.reply_to}`}>{replyToOf(mail)}</a>)}
        {line(t('inbox.to'), mail.recipient)}
        {line(t('inbox.when'), date(mail.created))}
        {line(t('inbox.who'), user && (user.name ? `${user.name} (${user.username})` : user.username))}
        {line(
          t('inbox.task'),
          task && (
            <a href={`/desk/${task.number}`}>
              № {task.number} {task.title}
            </a>
          ),
        )}
        {line(
          t('inbox.decided'),
          mail.handled_by && (
            <>
              {nameOf(mail.handled_by)}
              <br />
              {date(mail.handled_at)}
            </>
          ),
        )}
      </dl>
    </aside>
  );
}

const Letter = ({ mail }: { mail: Mail }) => (
  <>
    {mail.status !== 'accepted' && why(mail) && (
      <p class="answer mail-reason">
        <strong>{t(mail.status === 'ignored' ? 'inbox.ignored_for' : 'inbox.held_for')}</strong> {why(mail)}
      </p>
    )}
    <section class="mail-text" aria-label={t('inbox.text')}>
      {mail.body ? <PlainText text={mail.body} /> : <p class="lead">{t('inbox.no_words')}</p>}
      {mail.quoted && (
        <details class="more">
          <summary>{t('inbox.quoted')}</summary>
          <div class="mail-quoted">
            <PlainText text={mail.quoted} />
          </div>
        </details>
      )}
      {mail.raw && (
        <div class="mail-raw">
          <p class="hint">{t('inbox.raw_hint')}</p>
          <Files record={{ ...mail, files: [mail.raw] }} />
        </div>
      )}
    </section>
  </>
);

function One({ id }: { id: string }) {
  const { mail, gone, failed, reload } = useMail(id);
  const m = mail.value;
  const heading = usePage(m ? subjectOf(m) : t('inbox.title'), !!m);
  useEffect(() => {
    loadStaff();
  }, []);
  if (gone.value)
    return (
      <Empty title={t('inbox.gone')}>
        <p>
          <a class="btn" href="/desk/inbox">
            {t('inbox.title')}
          </a>
        </p>
      </Empty>
    );
  if (failed.value && !m) return <Failed text={failed.value} retry={reload} />;
  if (!m) return <Ghosts n={3} />;
  return (
    <div class="desk-task mail-page">
      <Facts mail={m} />
      <article class="desk-main">
        <h1 {...heading}>{subjectOf(m)}</h1>
        <Decide mail={m} />
        <Letter mail={m} />
      </article>
    </div>
  );
}

/** One mail and what to do with it. */
export default function InboxMail({ id }: { id: string }) {
  if (me.value?.role !== 'manager') return <ManagersOnly title={t('inbox.title')} />;
  return (
    <>
      <p class="crumb">
        <a href="/desk/inbox">
          <Icon name="back" />
          {t('inbox.title')}
        </a>
      </p>
      <One id={id} />
    </>
  );
}
