import { periods, ratings, type Status, statuses } from '../lib/contract';
import statusNames from '../lib/contract.ru';
import type { QueuePage } from '../lib/types';
import { fieldMessage, messageOf } from './failure';
import { figures } from './figures';
import { lettersPage } from './letters';

type ProblemCode =
  | 'disk_full'
  | 'disk_nearly_full'
  | 'backup_failing'
  | 'backup_off'
  | 'backup_old'
  | 'jobs_failing'
  | 'search_indexing'
  | 'mail_off'
  | 'mail_sender'
  | 'mail_site'
  | 'mail_in_fails'
  | 'mail_in_off'
  | 'mail_failed'
  | 'mail_late'
  | 'mail_unverified'
  | 'mail_authserv'
  | 'mail_held';
/** What is wrong with the server or the mail, in the server's sentence. */
interface Problem {
  code: ProblemCode;
  message: string;
}
/** Tasks, or what else needs the administrator: a count that leads to the list. */
interface Alarm {
  label: string;
  hint: string;
  filter: string;
  collection?: string;
  sort?: string;
}
interface Desk {
  counts: Partial<QueuePage['counts']>;
  alarms: Record<string, number>;
  error: string;
  problems: Problem[];
  lastBackup: string;
}

// «Сервис-деск», the administrator's first page in PocketBase's dashboard. Its
// interface is experimental: whatever fails here, the dashboard works on.
try {
  // Of many tasks; a status that is not listed goes by its name.
  const headings: Partial<Record<Status, string>> = {
    new: 'Новые',
    in_progress: 'В работе',
    waiting: 'Ждут клиента',
    done: 'Решены',
    closed: 'Закрыты',
  };
  const open = [...statuses.filter((s) => !s.open).map((s) => `status != '${s.name}'`), "archived_at = ''"].join(
    ' && ',
  );
  const unclosed = "status != 'closed' && archived_at = ''";
  const hoursTooLong = 24;
  const alarms: Alarm[] = [
    { label: 'Ничьи', hint: 'открытые задачи без консультанта', filter: `${open} && consultant = ''` },
    {
      label: 'Ждут слишком долго',
      hint: `последнее слово за клиентом, задаче больше ${hoursTooLong} часов`,
      filter: `${unclosed} && client_waits = true && age_hours >= ${hoursTooLong}`,
    },
    {
      label: 'Низкие оценки',
      hint: `от 1 до ${ratings.low}, никто не ответил`,
      collection: 'assessments',
      sort: 'updated',
      filter: `rating > 0 && rating <= ${ratings.low} && answered_at = '' && task.archived_at = ''`,
    },
    { label: 'Удалены клиентами', hint: `можно вернуть ${periods.archiveKeepsDays} дней`, filter: "archived_at != ''" },
  ];

  const listOf = (filter: string, collection = 'task_board', sort = '-number') =>
    `#/collections?collection=${collection}&filter=${encodeURIComponent(filter)}&sort=${sort}`;
  const countOf = async (filter: string, collection = 'task_board') =>
    (await app.pb.collection(collection).getList(1, 1, { filter, fields: 'id', requestKey: null })).totalItems;

  // The list forgets its filter when the collection changes under it.
  const tile = (
    label: string,
    hint: string,
    count: () => number | undefined,
    filter: string,
    collection = 'task_board',
    sort = '-number',
  ) =>
    t.a(
      {
        className: 'otklik-tile',
        href: listOf(filter, collection, sort),
        onclick: () => {
          app.store.activeCollection = collection;
        },
      },
      t.strong({ className: 'otklik-count' }, () => count() ?? '…'),
      t.span({ className: 'otklik-label' }, label),
      t.span({ className: 'txt-hint' }, hint),
    );

  // Where to see to each problem; nothing on the page helps a full disk.
  const remedies: Partial<Record<ProblemCode, [href: string, label: string]>> = {
    backup_failing: ['#/logs', 'Открыть журнал'],
    backup_off: ['#/settings/backups', 'Включить'],
    backup_old: ['#/settings/backups', 'Открыть'],
    jobs_failing: ['#/logs', 'Открыть журнал'],
    mail_off: ['#/settings/mail', 'Настроить'],
    mail_sender: ['#/settings/mail', 'Настроить'],
    mail_site: ['#/settings', 'Настроить'],
    mail_in_fails: ['#/collections?collection=mailbox', 'Открыть'],
    mail_in_off: ['#/collections?collection=mailbox', 'Открыть'],
    mail_failed: [
      `#/collections?collection=outbox&filter=${encodeURIComponent("status = 'failed'")}&sort=-created`,
      'Посмотреть',
    ],
    mail_late: [
      `#/collections?collection=outbox&filter=${encodeURIComponent("status = 'queued'")}&sort=next_at`,
      'Посмотреть',
    ],
    mail_unverified: ['#/collections?collection=mailbox', 'Указать'],
    mail_authserv: ['#/collections?collection=mailbox', 'Указать'],
    mail_held: [
      `#/collections?collection=inbox&filter=${encodeURIComponent("status = 'held'")}&sort=-created`,
      'Посмотреть',
    ],
  };
  type Action = [label: string, work: () => void];
  const problem = ({ code, message }: Problem, action?: Action) => {
    const remedy = remedies[code];
    return t.div(
      { className: 'alert warning otklik-problem', role: 'status' },
      t.span(null, message),
      ' ',
      remedy ? t.a({ href: remedy[0] }, remedy[1]) : null,
      action ? t.button({ type: 'button', className: 'btn sm outline', onclick: action[1] }, action[0]) : null,
    );
  };

  function deskPage() {
    app.store.title = 'Сервис-деск';
    const data = store<Desk>({ counts: {}, alarms: {}, error: '', problems: [], lastBackup: '' });
    const lookForProblems = () =>
      app.pb
        .send<{ problems: Problem[]; last_backup: string }>('/api/desk/mail', { requestKey: null })
        .then((r) => {
          data.problems = r.problems;
          data.lastBackup = r.last_backup;
        })
        .catch(fail);
    const retry = () =>
      app.pb
        .send<{ queued: number }>('/api/desk/mail/retry', { method: 'POST', requestKey: null })
        .then((r) => {
          app.toasts.success(`Писем снова в очереди: ${r.queued}`);
          return lookForProblems();
        })
        .catch(fail);
    const check = () =>
      app.pb
        .send<{ messages: number }>('/api/otklik/mailbox/check', { method: 'POST', requestKey: null })
        .then((r) => {
          app.toasts.success(`Ящик открывается, писем в нём: ${r.messages}`);
          return lookForProblems();
        })
        .catch((e: unknown) => app.toasts.error(fieldMessage(e, 'host')));
    const actions: Partial<Record<ProblemCode, Action>> = {
      mail_failed: ['Отправить все ещё раз', retry],
      mail_in_fails: ['Проверить сейчас', check],
    };
    const fail = (e: unknown) => {
      data.error = `Не удалось посчитать задачи: ${messageOf(e)}`;
    };
    app.pb
      .send<QueuePage>('/api/desk/queue', { query: { limit: 1 }, requestKey: null })
      .then((r) => {
        data.counts = r.counts;
      })
      .catch(fail);
    lookForProblems();
    for (const a of alarms)
      countOf(a.filter, a.collection)
        .then((n) => {
          data.alarms = { ...data.alarms, [a.label]: n };
        })
        .catch(fail);
    const month = t.div(null);
    month.append(figures());
    return t.div(
      { className: 'page', pbEvent: 'pageOtklik' },
      t.div(
        { className: 'page-content full-height' },
        t.header({ className: 'page-header' }, t.nav({ className: 'breadcrumbs' }, t.div(null, 'Сервис-деск'))),
        () => (data.error ? t.div({ className: 'alert danger', role: 'alert' }, data.error) : null),
        () => data.problems.map((p) => problem(p, actions[p.code])),
        t.h2({ className: 'otklik-head' }, 'Что требует внимания'),
        t.div(
          { className: 'otklik-tiles' },
          ...alarms.map((a) => tile(a.label, a.hint, () => data.alarms[a.label], a.filter, a.collection, a.sort)),
        ),
        t.h2({ className: 'otklik-head' }, 'Все задачи по статусам'),
        t.div(
          { className: 'otklik-tiles' },
          ...statuses.map(({ name }) =>
            tile(
              headings[name] ?? statusNames[`status.${name}`],
              '',
              () => data.counts[name],
              `status = '${name}' && archived_at = ''`,
            ),
          ),
        ),
        month,
        () =>
          data.lastBackup
            ? t.p(
                { className: 'txt-hint' },
                `Последняя копия данных — ${new Date(data.lastBackup).toLocaleString('ru', { dateStyle: 'long', timeStyle: 'short' })}. `,
                t.a({ href: '#/settings/backups' }, 'Все копии'),
              )
            : null,
        t.p(
          { className: 'otklik-more' },
          t.a({ className: 'btn outline', href: '#/collections?collection=task_board&sort=-number' }, 'Вся доска'),
          ' ',
          t.a({ className: 'btn outline', href: '#/collections?collection=site' }, 'О фирме'),
          ' ',
          t.a({ className: 'btn outline', href: '#/collections?collection=users' }, 'Люди'),
          ' ',
          t.a({ className: 'btn outline', href: '#/desk/letters' }, 'Письма'),
          ' ',
          t.a({ className: 'btn outline', href: '#/collections?collection=outbox&sort=-created' }, 'Отправленные'),
          ' ',
          t.a({ className: 'btn outline', href: '#/collections?collection=mailbox' }, 'Приём почты'),
        ),
      ),
    );
  }

  /** A status or a priority of a task by its Russian name; undefined for values of other records. */
  const nameOf = (field: string, value: unknown) => {
    if (field !== 'status' && field !== 'priority') return undefined;
    const names: Record<string, string> = statusNames;
    return names[`${field}.${value}`];
  };

  // Set by the record's own field, so that any list of tasks reads in Russian.
  function russianValues() {
    const plain = app.fieldTypes.select.view;
    app.fieldTypes.select.view = (props) => {
      const { record, field } = props;
      const value = String(record?.[field.name as 'status'] ?? '');
      return record && nameOf(field.name, value)
        ? t.div(
            { className: 'record-field-view field-type-select' },
            t.span(
              { className: 'label', title: value },
              () => nameOf(field.name, record[field.name as 'status']) ?? value,
            ),
          )
        : plain(props);
    };
  }

  const words: Record<string, string> = { Collections: 'Данные', Logs: 'Журнал', Settings: 'Настройки' };
  for (const link of app.store.headerLinks) link.label = words[link.label] ?? link.label;
  const mark = '/_/extensions/otklik/mark.svg';
  const style = document.createElement('link');
  style.rel = 'stylesheet';
  style.href = '/_/extensions/otklik/desk.css';
  document.head.append(style);
  app.store.headerLinks.unshift({ href: '#/desk', icon: 'ri-customer-service-2-line', label: 'Сервис-деск' });
  app.store.headerLogo = mark;
  app.store.mainLogo = mark;
  app.store.favicon = mark;
  app.routes.superuserOnly('#/desk', deskPage);
  app.routes.superuserOnly('#/desk/letters', lettersPage);
  app.routes.fallbackPath = '#/desk';
  russianValues();
} catch (e) {
  console.warn('Сервис-деск не открылся', e);
}
