/** What managers arrange: people, categories, hours, the site, the archive, the log. */
export default /** @type {const} */ ({
  'menu.desk': 'На рабочем столе',
  'menu.queue': 'Очередь',
  'menu.inbox': 'Почта',
  'menu.held': { one: '{n} письмо ждёт решения', few: '{n} письма ждут решения', many: '{n} писем ждут решения', other: '{n} письма ждут решения' },
  'menu.reports': 'Отчёты',
  'menu.people': 'Люди',
  'menu.settings': 'Настройки',
  'menu.archive': 'Архив',
  'menu.log': 'Журнал',
});
