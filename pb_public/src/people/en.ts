import type { Translation } from '../lib/i18n';
import type ru from './ru';

export default {
  'people.staff': 'Staff',
  'people.clients': 'Clients',
  'people.find': 'Organisation, INN, nick, name or e-mail',
  'people.no_clients': 'There are no such clients',
  'people.more_clients': 'The first are shown. Search by organisation, INN, nick or e-mail.',
  'people.managers_hint': 'The administrator makes, changes and blocks managers.',
  'people.you': 'this is you',
  'people.blocked': 'blocked',
  'people.open': 'Open',
  'people.waiting': 'Wait for client',
  'people.overdue': 'Overdue',
  'people.done_week': 'This week',
  'people.invite': 'Invite a colleague',
  'people.invite_hint':
    'They will be a consultant. A mail will bring a link to choose a password; it is good for a week.',
  'people.nick_hint': "Latin letters and digits, {min} or more. It is for logging in and can't be changed later.",
  'people.send_invite': 'Send the invitation',
  'people.invited': 'The invitation to {email} is on its way',
  'people.has_open': { one: '{n} task is open.', other: '{n} tasks are open.' },
  'people.see': 'See them',
  'people.hand': 'Who gets them',
  'people.to_queue': 'Back to the common queue',
  'people.to_nobody': 'Leave them as they are',
  'people.undone': 'All is as it was',
  'people.ask_block': 'Block {name}?',
  'people.about_block':
    'They will be signed out everywhere at once. Tasks and messages stay; access can be given back at any time.',
  'people.do_block': 'Block',
  'people.done_block': 'Access is closed: {name}',
  'people.ask_unblock': 'Unblock {name}?',
  'people.about_unblock': 'They will log in with the password they had.',
  'people.do_unblock': 'Unblock',
  'people.done_unblock': 'Access is given back: {name}',
  'people.ask_consultant': 'Make {name} a consultant?',
  'people.about_consultant':
    'They will see the tasks of all clients and work on them. Their organisation and own tasks stay. They will have to log in again.',
  'people.do_consultant': 'Make a consultant',
  'people.done_consultant': 'Now a consultant: {name}',
  'people.ask_client': 'Make {name} a client?',
  'people.about_client':
    'They will see their own tasks only, and no desk. An organisation they had before is still there. They will have to log in again.',
  'people.do_client': 'Make a client',
  'people.done_client': 'Now a client: {name}',
} satisfies Translation<typeof ru>;
