import { useState } from 'preact/hooks';
import { me } from '../lib/api';
import { copy } from '../lib/clipboard';
import { type ProfileField, profileFields } from '../lib/contract';
import { ago, day, t } from '../lib/i18n';
import { address, readFilters } from '../lib/queueFilters';
import { route } from '../lib/router';
import { toast } from '../lib/toast';
import type { Card } from '../lib/types';
import { Icon } from '../ui/icon';
import { StarShow } from '../ui/stars';
import { Failed, Ghosts } from '../ui/states';
import { StatusTag } from '../ui/statusTag';
import { contractOf } from './agreement';
import { FactsForm } from './organizationForm';
import { useCard } from './useCard';

/** The address of another task beside the same list. */
const beside = (n: number) => address(readFilters(route.value?.query ?? new URLSearchParams()), n);

const Copy = ({ name, text }: { name: string; text: string }) => (
  <button
    type="button"
    class="btn-icon card-copy"
    aria-label={t('card.copy', { what: name })}
    title={t('card.copy', { what: name })}
    onClick={async () => {
      if (await copy(text)) toast(t('card.copied', { text }));
      else toast(t('card.not_copied'), { kind: 'bad' });
    }}
  >
    <Icon name="page" />
  </button>
);

/** A line of the card; a plain one has no button that copies it. */
const Line = ({ name, value, href, plain }: { name: string; value: string; href?: string; plain?: boolean }) =>
  value && (
    <div>
      <dt>{name}</dt>
      <dd>
        {href ? <a href={href}>{value}</a> : value}
        {!plain && <Copy name={name} text={value} />}
      </dd>
    </div>
  );

/** The fields of the organisation that have no line of their own among the contacts. */
const placed: ProfileField[] = ['organization', 'inn', 'kpp', 'ogrn', 'contact', 'phone', 'address'];
const others = profileFields.filter((f) => !placed.includes(f));

const Contacts = ({ card: { user, profile } }: { card: Card }) => (
  <dl class="card-lines">
    <Line name={t('field.inn')} value={profile.inn} />
    <Line name={t('field.kpp')} value={profile.kpp} />
    <Line name={t('field.ogrn')} value={profile.ogrn} />
    <Line name={t('desk.client')} value={user.name ? `${user.name} (${user.username})` : user.username} plain />
    <Line name={t('field.contact')} value={profile.contact} plain />
    <Line name={t('field.phone')} value={profile.phone} href={`tel:${profile.phone.replace(/[^\d+]/g, '')}`} />
    <Line name={t('register.email')} value={user.email} href={`mailto:${user.email}`} />
    <Line name={t('field.address')} value={profile.address} />
    {others.map((f) => (
      <Line key={f} name={t(`field.${f}`)} value={profile[f]} />
    ))}
  </dl>
);

/** A date without a time, the same in every time zone. */
const dayOf = (until: string) => day(`${until.slice(0, 10)}T00:00:00`);

function Contract({ until }: { until: string }) {
  const { state, left } = contractOf(until, new Date());
  if (state === 'none') return null;
  const text = state === 'ended' ? t('card.ended', { when: dayOf(until) }) : t('card.until', { when: dayOf(until) });
  return (
    <p class={`card-contract card-contract-${state}`}>
      {state !== 'fine' && <Icon name="alert" />}
      <span>
        {text}
        {state === 'soon' && <>, {t('card.left', { n: left })}</>}
      </span>
    </p>
  );
}

function Known({ card: { profile }, reload }: { card: Card; reload: () => void }) {
  const [editing, edit] = useState(false);
  const done = () => {
    edit(false);
    reload();
  };
  const some = profile.onec_configuration || profile.onec_release || profile.hosting || profile.contract_until;
  return (
    <section class="card-part">
      <div class="card-head">
        <h3>{t('card.facts')}</h3>
        {!editing && (
          <button type="button" class="btn-text" onClick={() => edit(true)}>
            {t(some ? 'task.edit' : 'card.add')}
          </button>
        )}
      </div>
      {editing ? (
        <FactsForm profile={profile} onDone={done} />
      ) : (
        <>
          <Contract until={profile.contract_until} />
          {some ? (
            <dl class="card-lines">
              <Line name={t('card.configuration')} value={profile.onec_configuration} plain />
              <Line name={t('card.release')} value={profile.onec_release} plain />
              <Line name={t('card.hosting')} value={profile.hosting && t(`card.${profile.hosting}`)} plain />
            </dl>
          ) : (
            <p class="hint">{t('card.unknown')}</p>
          )}
        </>
      )}
    </section>
  );
}

const Open = ({ rows }: { rows: Card['open'] }) =>
  rows.length > 0 && (
    <section class="card-part">
      <h3>{t('card.open')}</h3>
      <ul class="card-tasks">
        {rows.map((row) => (
          <li key={row.id}>
            <a href={beside(row.number)}>
              № {row.number} {row.title}
            </a>
            <StatusTag value={row.status} staff />
          </li>
        ))}
      </ul>
    </section>
  );

const Ratings = ({ rows }: { rows: Card['ratings'] }) =>
  rows.length > 0 && (
    <section class="card-part">
      <h3>{t('card.ratings')}</h3>
      <ul class="card-tasks">
        {rows.map((row) => (
          <li key={row.number}>
            <a href={beside(row.number)}>№ {row.number}</a>
            {row.rating > 0 && <StarShow n={row.rating} />}
            <span class="hint">{ago(row.created)}</span>
            {row.comment && <p class="card-said">{row.comment}</p>}
          </li>
        ))}
      </ul>
    </section>
  );

/** The client of a task and the organisation; folded where there is little room. */
export function ClientCard({
  client,
  number,
  folded,
}: {
  client: string;
  /** Of the task beside it. */
  number: number;
  folded: boolean;
}) {
  const { card, failed, reload } = useCard(client);
  const [wide] = useState(() => !folded && matchMedia('(min-width: 56rem)').matches);
  const c = card.value;
  return (
    <section class="client-card" aria-label={t('card.title')}>
      <details open={wide}>
        <summary>
          <h2>{c?.profile.organization ?? t('card.title')}</h2>
        </summary>
        {failed.value && <Failed text={failed.value} retry={reload} />}
        {!c && !failed.value && <Ghosts n={2} />}
        {c && (
          <div class="card-parts">
            {c.user.blocked && <p class="error">{t('card.blocked')}</p>}
            <Contacts card={c} />
            <Known card={c} reload={reload} />
            <Open rows={c.open.filter((row) => row.number !== number)} />
            <Ratings rows={c.ratings} />
            <p class="hint">
              <a href={address({ view: 'all', client })}>{t('card.tasks', { n: c.counts.tasks })}</a>
              {me.value?.role === 'manager' && (
                <>
                  {' '}
                  · <a href={`/reports?organization=${c.profile.id}`}>{t('card.report')}</a>
                </>
              )}
            </p>
          </div>
        )}
      </details>
    </section>
  );
}
