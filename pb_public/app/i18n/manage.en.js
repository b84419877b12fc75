/** @type {import('./types.js').Words<typeof import('./manage.ru.js').default>} */
export default {
  'menu.desk': 'On the desk',
  'menu.queue': 'Queue',
  'menu.inbox': 'Mail',
  'menu.held': { one: '{n} mail is waiting for a decision', other: '{n} mails are waiting for a decision' },
  'menu.reports': 'Reports',
  'menu.people': 'People',
  'menu.settings': 'Settings',
  'menu.archive': 'Archive',
  'menu.log': 'Log',
};
