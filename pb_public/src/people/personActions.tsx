import { useState } from 'preact/hooks';
import { workedStatuses } from '../lib/facts';
import { t } from '../lib/i18n';
import { called } from '../lib/staffLoad';
import { Dialog } from '../ui/dialog';
import { Options } from '../ui/options';
import type { Person } from './changePerson';
import { changePerson } from './changePerson';

export type PersonAction = 'block' | 'unblock' | 'consultant' | 'client';
type Colleagues = { id: string; name: string }[];

/** What each action changes. */
const fields: Record<PersonAction, Partial<Person>> = {
  block: { blocked: true },
  unblock: { blocked: false },
  consultant: { role: 'consultant' },
  client: { role: 'client' },
};

/** What may be done with a person: those who manage are left to the administrator. */
export function actionsOf(p: Person): PersonAction[] {
  if (p.role === 'manager') return [];
  const role = p.role === 'client' ? 'consultant' : 'client';
  return p.blocked ? ['unblock'] : [role, 'block'];
}

const HandOver = ({
  person,
  colleagues,
  to,
  onPick,
}: {
  person: Person;
  colleagues: Colleagues;
  to: string;
  onPick: (to: string) => void;
}) => (
  <div class="field select">
    <p>
      {t('people.has_open', { n: person.open })}{' '}
      <a href={`/desk?consultant=${person.id}&status=${workedStatuses}`}>{t('people.see')}</a>
    </p>
    <label for="hand-to">{t('people.hand')}</label>
    <select id="hand-to" value={to} onChange={(e) => onPick(e.currentTarget.value)}>
      <option value="">{t('people.to_queue')}</option>
      <Options of={colleagues} />
      <option value="keep">{t('people.to_nobody')}</option>
    </select>
  </div>
);

/** Asks whether it is meant, and what becomes of the open tasks. */
export function PersonDialog({
  person,
  action,
  colleagues,
  onClose,
  onDone,
}: {
  person: Person | null;
  action: PersonAction;
  colleagues: Colleagues;
  onClose: () => void;
  onDone: () => void;
}) {
  return (
    <Dialog open={!!person} title={person ? t(`people.ask_${action}`, { name: called(person) }) : ''} onClose={onClose}>
      {person && <Ask person={person} action={action} colleagues={colleagues} onClose={onClose} onDone={onDone} />}
    </Dialog>
  );
}

function Ask({
  person,
  action,
  colleagues,
  onClose,
  onDone,
}: {
  person: Person;
  action: PersonAction;
  colleagues: Colleagues;
  onClose: () => void;
  onDone: () => void;
}) {
  const asks = person.open > 0 && (action === 'block' || action === 'client');
  const [to, setTo] = useState(asks ? '' : 'keep');
  const [busy, setBusy] = useState(false);
  const go = async () => {
    setBusy(true);
    const done = await changePerson(
      person,
      fields[action],
      to,
      t(`people.done_${action}`, { name: called(person) }),
      onDone,
    );
    setBusy(false);
    if (done) onClose();
  };
  return (
    <div class="stack">
      <p>{t(`people.about_${action}`)}</p>
      {asks && (
        <HandOver person={person} colleagues={colleagues.filter((c) => c.id !== person.id)} to={to} onPick={setTo} />
      )}
      <div class="actions">
        <button type="button" class="btn" onClick={onClose}>
          {t('form.cancel')}
        </button>
        <button
          type="button"
          class={`btn ${action === 'block' ? 'btn-bad' : 'btn-main'}`}
          aria-busy={busy}
          onClick={go}
        >
          {t(`people.do_${action}`)}
        </button>
      </div>
    </div>
  );
}
