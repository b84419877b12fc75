import type { Translation } from '../lib/i18n';
import type ru from './ru';

export default {
  'app.skip': 'Skip to content',

  'nav.main': 'Sections',
  'nav.quick': 'Quick access',
  'nav.all': 'All sections',
  'nav.menu': 'Menu',
  'nav.home': 'Home',
  'nav.new_short': 'Write',
  'nav.tasks_short': 'Tasks',
  'nav.admin': 'Admin login',
  'nav.desk_short': 'Desk',
  'nav.theme': 'Dark theme',
  'nav.logout_who': 'Log out ({name})',

  'bell.short': 'News',
  'bell.unread': { one: '{n} unread', other: '{n} unread' },
  'bell.fresh': { one: '{n} task with news', other: '{n} tasks with news' },
  'bell.all': 'Mark all as read',
  'bell.none': 'Nothing yet',
  'bell.none_hint': 'Answers and changes of tasks will show up here.',
  'bell.older': 'Show earlier ones',
  'bell.settings': 'Settings',

  'guard.login': 'Log in to open this page. New here? Register, it takes two minutes.',
  'guard.denied': "You don't have the right to open this",

  'state.offline': 'You are offline. What you write is kept on this device.',

  'missing.title': 'There is no such page',
  'missing.text': 'The address may have a typo, or the page is gone.',
  'missing.home': 'Go home',

  'home.lead': 'Describe the task, and a consultant answers right here. Letters, files and dates in one place.',
  'home.step1': 'Describe the task',
  'home.step1_text': 'In your own words. Paste a screenshot or attach files.',
  'home.step2': 'Get the answer',
  'home.step2_text': 'You see who has the task and what comes next. The answer appears without a reload.',
  'home.step3': 'Rate and close',
  'home.step3_text': 'Give a rating if you like. Not solved? One button sends it back to work.',
  'home.contacts': 'Contacts',
  'home.phone': 'Phone',
  'home.email': 'E-mail',
  'home.address': 'Address',
  'home.hours': 'Hours',

  'toast.region': 'Notifications',
  'toast.dismiss': 'Dismiss',
} satisfies Translation<typeof ru>;
