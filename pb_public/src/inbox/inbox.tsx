import '../ui/lists.css';
import './inbox.css';
import './ru';
import { useEffect, useState } from 'preact/hooks';
import { incomingMail, selects } from '../lib/contract';
import { held, useHeld } from '../lib/heldMail';
import { ago, date, t } from '../lib/i18n';
import { route, setQuery } from '../lib/router';
import type { Mail } from '../lib/types';
import { Choice } from '../ui/field';
import { ManagersOnly } from '../ui/managersOnly';
import { Empty, Failed, Ghosts } from '../ui/states';
import { useMails } from './mails';
import { replyToOf, senderOf, subjectOf, why } from './mailTag';

/** Those that wait for a decision first. */
const statuses = [...selects['inbox.status']].sort((a, b) => Number(b === 'held') - Number(a === 'held'));

const Tabs = ({ value, onPick }: { value: string; onPick: (v: string) => void }) => (
  <Choice
    legend={t('inbox.which')}
    name="status"
    value={value}
    quiet
    onPick={onPick}
    options={statuses.map((s) => ({
      value: s,
      label: s === 'held' && held.value ? t('inbox.tab_held_n', { n: held.value }) : t(`inbox.tab_${s}`),
    }))}
  />
);

const Row = ({ mail }: { mail: Mail }) => (
  <li class="row mail-row">
    <div class="row-main">
      <a class="row-link" href={`/desk/inbox/${mail.id}`}>
        {subjectOf(mail)}
      </a>
      <p class="row-sub">
        <span class="mail-from">{senderOf(mail)}</span>
        {mail.sender_name && mail.sender && (
          <>
            {' '}
            <span class="mail-address">{mail.sender}</span>
          </>
        )}
        {mail.status === 'held' && mail.reply_to && (
          <>
            {' · '}
            {t('inbox.reply_to')} <span class="mail-address">{replyToOf(mail)}</span>
          </>
        )}
      </p>
    </div>
    <span class="mail-why">
      {mail.status === 'accepted' && mail.expand?.task ? (
        <a href={`/desk/${mail.expand.task.number}`}>{t('inbox.task_no', { n: String(mail.expand.task.number) })}</a>
      ) : (
        why(mail)
      )}
    </span>
    <time class="mail-when" datetime={mail.created} title={date(mail.created)}>
      {ago(mail.created)}
    </time>
  </li>
);

/** The mails that came, for managers: what waits for them and what became of the rest. */
export default function Inbox() {
  return (
    <ManagersOnly title={t('inbox.title')}>
      <Mails />
    </ManagersOnly>
  );
}

function Mails() {
  const asked = route.value?.query.get('status') ?? '';
  const [status, setStatus] = useState(([...statuses] as string[]).includes(asked) ? asked : 'held');
  const { rows, more, failed, reload, loadMore } = useMails(status);
  useHeld();
  useEffect(() => setQuery(new URLSearchParams(status === 'held' ? {} : { status })), [status]);
  const found = rows.value;
  const of = status as Mail['status'];
  return (
    <>
      <div class="filters">
        <Tabs value={status} onPick={setStatus} />
      </div>
      <p class="lead mail-about">
        {t(`inbox.about_${of}`, { period: t('time.days', { n: incomingMail.ignoredDays }) })}
      </p>
      {failed.value && <Failed text={failed.value} retry={reload} />}
      {!found && !failed.value && <Ghosts n={6} />}
      {found && !found.length && (
        <Empty title={t(`inbox.none_${of}`)}>{of === 'held' && <p>{t('inbox.none_hint')}</p>}</Empty>
      )}
      {found && found.length > 0 && (
        <ul class="rows mail-rows">
          {found.map((m) => (
            <Row key={m.id} mail={m} />
          ))}
        </ul>
      )}
      {more.value && (
        <p class="more-rows">
          <button type="button" class="btn" onClick={loadMore}>
            {t('tasks.more')}
          </button>
        </p>
      )}
      {found && (
        <p class="vh" role="status">
          {t('inbox.found', { n: found.length })}
        </p>
      )}
    </>
  );
}
