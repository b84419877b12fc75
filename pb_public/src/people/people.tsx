import '../ui/lists.css';
import './people.css';
import './ru';
import { useState } from 'preact/hooks';
import { me } from '../lib/api';
import { workedStatuses } from '../lib/facts';
import { number, t } from '../lib/i18n';
import { route, setQuery } from '../lib/router';
import { called, useStaff } from '../lib/staffLoad';
import type { FoundClient, StaffItem } from '../lib/types';
import { Export } from '../ui/export';
import { Icon } from '../ui/icon';
import { ManagersOnly } from '../ui/managersOnly';
import { Search } from '../ui/search';
import { Empty, Failed, Ghosts } from '../ui/states';
import type { Person } from './changePerson';
import { useClients } from './changePerson';
import { InviteDialog } from './inviteDialog';
import type { PersonAction } from './personActions';
import { actionsOf, PersonDialog } from './personActions';

type OnAction = (person: Person, action: PersonAction) => void;

const Actions = ({ person, onAction }: { person: Person; onAction: OnAction }) => (
  <span class="person-does">
    {person.id !== me.value?.id &&
      actionsOf(person).map((action) => (
        <button
          key={action}
          type="button"
          class={`btn btn-small ${action === 'block' ? 'btn-bad' : ''}`}
          aria-label={`${t(`people.do_${action}`)}: ${called(person)}`}
          onClick={() => onAction(person, action)}
        >
          {t(`people.do_${action}`)}
        </button>
      ))}
  </span>
);

/** A figure that leads to the tasks behind it. */
const Load = ({ n, label, href, bad }: { n: number; label: string; href: string; bad?: boolean }) => (
  <div class="load">
    <dt>{label}</dt>
    <dd>
      {n ? (
        <a class={bad ? 'load-bad' : ''} href={href}>
          {number(n)}
        </a>
      ) : (
        '0'
      )}
    </dd>
  </div>
);

const StaffRow = ({ person, week, onAction }: { person: StaffItem; week: string; onAction: OnAction }) => (
  <li class={`person ${person.blocked ? 'person-off' : ''}`}>
    <div>
      <p class="person-name">
        {called(person)}
        {person.id === me.value?.id && (
          <>
            {' '}
            <span class="hint">({t('people.you')})</span>
          </>
        )}
        {person.blocked && (
          <>
            {' '}
            <span class="person-mark">{t('people.blocked')}</span>
          </>
        )}
      </p>
      <p class="row-sub">
        {[t(`people.role_${person.role}`), person.username, person.email].filter(Boolean).join(' · ')}
      </p>
    </div>
    <dl class="loads">
      <Load n={person.open} label={t('people.open')} href={`/desk?consultant=${person.id}&status=${workedStatuses}`} />
      <Load n={person.waiting} label={t('people.waiting')} href={`/desk?view=waiting&consultant=${person.id}`} />
      <Load n={person.overdue} bad label={t('people.overdue')} href={`/desk?view=overdue&consultant=${person.id}`} />
      <Load
        n={person.done_week}
        label={t('people.done_week')}
        href={`/desk?view=all&consultant=${person.id}&done=${week}..`}
      />
    </dl>
    <Actions person={person} onAction={onAction} />
  </li>
);

const ClientRow = ({ client, onAction }: { client: FoundClient; onAction: OnAction }) => (
  <li class={`person person-client ${client.blocked ? 'person-off' : ''}`}>
    <div>
      <p class="person-name">
        <a href={`/desk?view=all&client=${client.id}`}>{client.organization}</a>
        {client.blocked && (
          <>
            {' '}
            <span class="person-mark">{t('people.blocked')}</span>
          </>
        )}
      </p>
      <p class="row-sub">{[client.name, client.username, client.email, client.inn].filter(Boolean).join(' · ')}</p>
    </div>
    <Actions person={{ ...client, role: 'client' as const, open: 0 }} onAction={onAction} />
  </li>
);

function Clients({
  found,
  q,
  onSearch,
  onAction,
}: {
  found: ReturnType<typeof useClients>;
  q: string;
  onSearch: (q: string) => void;
  onAction: OnAction;
}) {
  const rows = found.items.value;
  return (
    <section class="manage-part" aria-labelledby="clients-h">
      <div class="head">
        <h2 id="clients-h">{t('people.clients')}</h2>
        <Export what="people" query={{ role: 'client', q }} of={t('people.clients')} />
      </div>
      <div class="filters">
        <Search label={t('people.find')} value={q} onSearch={onSearch} />
      </div>
      {found.failed.value && <Failed text={found.failed.value} retry={found.reload} />}
      {!rows && !found.failed.value && <Ghosts n={4} />}
      {rows && !rows.length && <Empty title={t('people.no_clients')} />}
      {rows && rows.length > 0 && (
        <>
          <ul class="people">
            {rows.map((c) => (
              <ClientRow key={c.id} client={c} onAction={onAction} />
            ))}
          </ul>
          {found.more.value && <p class="hint">{t('people.more_clients')}</p>}
        </>
      )}
    </section>
  );
}

function People() {
  const [q, setQ] = useState(route.value?.query.get('q') ?? '');
  const staff = useStaff();
  const clients = useClients(q);
  const [asked, ask] = useState<{ person: Person | null; action: PersonAction }>({ person: null, action: 'block' });
  const [inviting, invite] = useState(false);
  const reload = () => {
    staff.reload();
    clients.reload();
  };
  const onAction = (person: Person, action: PersonAction) => ask({ person, action });
  const onSearch = (next: string) => {
    setQ(next);
    setQuery(new URLSearchParams(next ? { q: next } : {}));
  };
  const rows = staff.items.value;
  return (
    <>
      <section class="manage-part" aria-labelledby="staff-h">
        <div class="head">
          <h2 id="staff-h">{t('people.staff')}</h2>
          <div class="manage-tools">
            <Export what="staff" of={t('people.staff')} />
            <button type="button" class="btn btn-main" onClick={() => invite(true)}>
              <Icon name="plus" />
              {t('people.invite')}
            </button>
          </div>
        </div>
        {staff.failed.value && <Failed text={staff.failed.value} retry={staff.reload} />}
        {!rows && !staff.failed.value && <Ghosts n={4} />}
        {rows && (
          <>
            <ul class="people">
              {rows.map((p) => (
                <StaffRow key={p.id} person={p} week={staff.week.value} onAction={onAction} />
              ))}
            </ul>
            <p class="hint">{t('people.managers_hint')}</p>
          </>
        )}
      </section>
      <Clients found={clients} q={q} onSearch={onSearch} onAction={onAction} />
      <InviteDialog open={inviting} onClose={() => invite(false)} onDone={staff.reload} />
      <PersonDialog
        person={asked.person}
        action={asked.action}
        colleagues={(rows ?? []).filter((p) => !p.blocked).map((p) => ({ id: p.id, name: called(p) }))}
        onClose={() => ask({ ...asked, person: null })}
        onDone={reload}
      />
    </>
  );
}

/** Those who work here with their load, and the clients. */
export default () => (
  <ManagersOnly title={t('menu.people')}>
    <People />
  </ManagersOnly>
);
