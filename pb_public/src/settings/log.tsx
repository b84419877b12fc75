import '../ui/lists.css';
import './settings.css';
import './ru';
import type { TargetedEvent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { selects } from '../lib/contract';
import { date, t } from '../lib/i18n';
import { route, setQuery } from '../lib/router';
import { called, useStaff } from '../lib/staffLoad';
import type { LogItem } from '../lib/types';
import { Export } from '../ui/export';
import { ManagersOnly } from '../ui/managersOnly';
import { Empty, Failed, Ghosts } from '../ui/states';
import { inLog } from './logText';
import type { LogFilters as Filters } from './useLog';
import { readLogFilters, useLog } from './useLog';

const events = selects['history.event'];

function LogFilters({
  filters,
  people,
  onChange,
}: {
  filters: Filters;
  people: { id: string; name: string }[];
  onChange: (some: Partial<Filters>) => void;
}) {
  const pick = (name: keyof Filters) => (e: TargetedEvent<HTMLInputElement | HTMLSelectElement>) =>
    onChange({ [name]: e.currentTarget.value.trim() });
  return (
    <div class="filters log-filters" role="search">
      <div class="field select">
        <label for="log-actor">{t('log.who')}</label>
        <select id="log-actor" value={filters.actor} onChange={pick('actor')}>
          <option value="">{t('log.anybody')}</option>
          {people.map((p) => (
            <option key={p.id} value={p.id} selected={p.id === filters.actor}>
              {p.name}
            </option>
          ))}
          <option value="none" selected={filters.actor === 'none'}>
            {t('log.server')}
          </option>
        </select>
      </div>
      <div class="field select">
        <label for="log-event">{t('log.what')}</label>
        <select id="log-event" value={filters.event} onChange={pick('event')}>
          <option value="">{t('log.anything')}</option>
          {events.map((e) => (
            <option key={e} value={e}>
              {t(`log.of_${e}`)}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="log-from">{t('log.from')}</label>
        <input id="log-from" type="date" value={filters.from} onChange={pick('from')} />
      </div>
      <div class="field">
        <label for="log-to">{t('log.to')}</label>
        <input id="log-to" type="date" value={filters.to} onChange={pick('to')} />
      </div>
      <div class="field log-no">
        <label for="log-task">{t('log.task')}</label>
        <input id="log-task" inputmode="numeric" pattern="[0-9]*" value={filters.task} onInput={pick('task')} />
      </div>
      <Export what="log" query={filters} />
    </div>
  );
}

const Line = ({ line, name }: { line: LogItem; name: (id: string) => string }) => (
  <li class="log-line">
    <time datetime={line.created}>{date(line.created)}</time>
    <span class="log-who">{line.actor ? line.actor_name : t('log.server')}</span>
    <span class="log-did">
      {line.number > 0 && (
        <>
          <a href={`/desk/${line.number}`}>
            № {line.number} {line.title}
          </a>
          :{' '}
        </>
      )}
      {inLog(line, name)}
    </span>
  </li>
);

function Log() {
  const [filters, setFilters] = useState(readLogFilters(route.value?.query ?? new URLSearchParams()));
  const log = useLog(filters);
  const staff = useStaff();
  const foot = useRef<HTMLParagraphElement | null>(null);
  const people = (staff.items.value ?? []).map((p) => ({ id: p.id, name: called(p) }));
  const name = (id: string) => people.find((p) => p.id === id)?.name ?? t('task.someone');
  const onChange = (some: Partial<Filters>) => {
    const next = { ...filters, ...some };
    setFilters(next);
    setQuery(new URLSearchParams(Object.entries(next).filter(([, v]) => v)));
  };
  useEffect(() => {
    // the next page comes before its end is reached
    if (!foot.current) return undefined;
    const seen = new IntersectionObserver(
      (all) => {
        if (all.some((e) => e.isIntersecting)) log.more();
      },
      { rootMargin: '600px' },
    );
    seen.observe(foot.current);
    return () => seen.disconnect();
  }, [log.next.value]);
  const rows = log.items.value;
  return (
    <>
      <LogFilters filters={filters} people={people} onChange={onChange} />
      {log.failed.value && <Failed text={log.failed.value} retry={log.reload} />}
      {!rows && !log.failed.value && <Ghosts n={8} />}
      {rows && !rows.length && (
        <Empty title={t('log.none')}>
          <p>{t('tasks.empty_hint')}</p>
        </Empty>
      )}
      {rows && rows.length > 0 && (
        <ol class="log">
          {rows.map((line) => (
            <Line key={line.id} line={line} name={name} />
          ))}
        </ol>
      )}
      {log.next.value && (
        <p class="more-rows" ref={foot}>
          <button type="button" class="btn" aria-busy={log.busy.value} onClick={log.more}>
            {t('tasks.more')}
          </button>
        </p>
      )}
    </>
  );
}

/** The activity log. */
export default () => (
  <ManagersOnly title={t('log.title')}>
    <Log />
  </ManagersOnly>
);
