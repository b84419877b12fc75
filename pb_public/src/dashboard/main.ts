import { figures } from './figures';
import { lettersPage } from './letters';

// «Сервис-деск», the administrator's first page in PocketBase's dashboard. Its
// interface is experimental: whatever fails here, the dashboard works on.
try {
  const statuses = {
    new: 'Новые',
    in_progress: 'В работе',
    waiting: 'Ждут клиента',
    done: 'Решены',
    closed: 'Закрыты',
  };
  const labels = { new: 'Новая', in_progress: 'В работе', waiting: 'Ждёт клиента', done: 'Решена', closed: 'Закрыта' };
  const open = "status != 'closed' && archived_at = ''";
  const hoursTooLong = 24;
  const alarms = [
    { label: 'Ничьи', hint: 'открытые задачи без консультанта', filter: `${open} && consultant = ''` },
    {
      label: 'Ждут слишком долго',
      hint: `последнее слово за клиентом, задаче больше ${hoursTooLong} часов`,
      filter: `${open} && client_waits = true && age_hours >= ${hoursTooLong}`,
    },
    {
      label: 'Низкие оценки',
      hint: 'от 1 до 3, никто не ответил',
      collection: 'assessments',
      sort: 'updated',
      filter: "rating > 0 && rating <= 3 && answered_at = '' && task.archived_at = ''",
    },
    { label: 'Удалены клиентами', hint: 'можно вернуть 30 дней', filter: "archived_at != ''" },
  ];

  const listOf = (filter, collection = 'task_board', sort = '-number') =>
    `#/collections?collection=${collection}&filter=${encodeURIComponent(filter)}&sort=${sort}`;
  const countOf = async (filter, collection = 'task_board') =>
    (await app.pb.collection(collection).getList(1, 1, { filter, fields: 'id', requestKey: null })).totalItems;

  // The list forgets its filter when the collection changes under it.
  const tile = (label, hint, count, filter, collection = 'task_board', sort = '-number') =>
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

  // What is wrong with the mail, in the server's sentences, each with its remedy.
  const remedies = {
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
    mail_held: [
      `#/collections?collection=inbox&filter=${encodeURIComponent("status = 'held'")}&sort=-created`,
      'Посмотреть',
    ],
  };
  const mending = { mail_failed: 'Отправить все ещё раз', mail_in_fails: 'Проверить сейчас' };
  const problem = (p, mend) =>
    t.div(
      { className: 'alert warning otklik-problem', role: 'status' },
      t.span(null, p.message),
      ' ',
      t.a({ href: remedies[p.code][0] }, remedies[p.code][1]),
      mend[p.code]
        ? t.button({ type: 'button', className: 'btn sm outline', onclick: mend[p.code] }, mending[p.code])
        : null,
    );

  function deskPage() {
    app.store.title = 'Сервис-деск';
    const data = store({ counts: {}, alarms: {}, error: '', mail: [] });
    const lookAtMail = () =>
      app.pb
        .send('/api/desk/mail', { requestKey: null })
        .then((r) => {
          data.mail = r.problems;
        })
        .catch(fail);
    const retry = () =>
      app.pb
        .send('/api/desk/mail/retry', { method: 'POST', requestKey: null })
        .then((r) => {
          app.toasts.success(`Писем снова в очереди: ${r.queued}`);
          return lookAtMail();
        })
        .catch(fail);
    const check = () =>
      app.pb
        .send('/api/otklik/mailbox/check', { method: 'POST', requestKey: null })
        .then((r) => {
          app.toasts.success(`Ящик открывается, писем в нём: ${r.messages}`);
          return lookAtMail();
        })
        .catch((e) => app.toasts.error(e?.response?.data?.host?.message || e?.message || String(e)));
    const fail = (e) => {
      data.error = `Не удалось посчитать задачи: ${e?.message || e}`;
    };
    app.pb
      .send('/api/desk/queue', { query: { limit: 1 }, requestKey: null })
      .then((r) => {
        data.counts = r.counts;
      })
      .catch(fail);
    lookAtMail();
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
        () => data.mail.map((p) => problem(p, { mail_failed: retry, mail_in_fails: check })),
        t.h2({ className: 'otklik-head' }, 'Что требует внимания'),
        t.div(
          { className: 'otklik-tiles' },
          ...alarms.map((a) => tile(a.label, a.hint, () => data.alarms[a.label], a.filter, a.collection, a.sort)),
        ),
        t.h2({ className: 'otklik-head' }, 'Все задачи по статусам'),
        t.div(
          { className: 'otklik-tiles' },
          ...Object.entries(statuses).map(([k, label]) =>
            tile(label, '', () => data.counts[k], `status = '${k}' && archived_at = ''`),
          ),
        ),
        month,
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

  // Set by the record's own field, so that any list of tasks reads in Russian.
  function russianStatuses() {
    const plain = app.fieldTypes.select.view;
    app.fieldTypes.select.view = (props) => {
      const own = props.field.name === 'status' && labels[props.record?.[props.field.name]];
      return own
        ? t.div(
            { className: 'record-field-view field-type-select' },
            t.span(
              { className: 'label', title: props.record.status },
              () => labels[props.record.status] ?? props.record.status,
            ),
          )
        : plain(props);
    };
  }

  const words = { Collections: 'Данные', Logs: 'Журнал', Settings: 'Настройки' };
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
  russianStatuses();
} catch (e) {
  console.warn('Сервис-деск не открылся', e);
}
