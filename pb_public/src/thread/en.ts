import type { Translation } from '../lib/i18n';
import type ru from './ru';

export default {
  'edit.title': 'Edit the task',
  'edit.files': 'Keep these files',
  'edit.stale': 'While you were writing, somebody else changed the task. Yours is not lost: compare and decide.',
  'edit.left': 'Left as it is in the task',
  'edit.again': 'My text again',

  'thread.title': 'Conversation',
  'thread.you': 'You',
  'thread.note': 'Note: the client can’t see it',
  'thread.system': 'System',
  'thread.to_last': 'To the end of the talk',
  'thread.count': { one: '{n} letter', other: '{n} letters' },

  'letter.edited': 'changed',
  'letter.edit': 'Edit',
  'letter.edit_label': 'Correct the letter',
  'letter.edit_hint': 'Ctrl + Enter saves, Esc leaves it as it was. {n} min left.',
  'letter.edit_over': 'The time for corrections is over: copy the text and write a new letter.',
  'letter.quoted': 'Show the earlier conversation',
  'letter.left': 'Not attached, but in the mail itself',

  'presence.typing': '{names} is typing…',
  'presence.typing_many': '{names} are typing…',
  'presence.open': 'The task is also open at: {names}',
  'presence.client': '{name} (client)',

  'changes.del': 'Removed:',
  'changes.ins': 'Added:',

  'reply.hint': 'Ctrl + Enter sends',
  'reply.hint_note': 'Ctrl + Enter saves the note',
  'reply.anyway': 'Send anyway',

  'toast.sent': 'Your answer is sent',
  'toast.back': 'Task no. {n} is open again',
  'toast.deleted': 'Task no. {n} is deleted',

  'stale.title': 'The task has been changed',
  'stale.now': 'In the task now',
  'stale.mine': 'Yours',
  'stale.nobody': 'nobody',
  'stale.merge': 'Merge by hand',
  'stale.merged': 'To be saved: {field}',
  'stale.theirs': 'Changed by others, and stays',
  'stale.save': 'Save mine',
  'stale.leave': 'Leave it as it is',
} satisfies Translation<typeof ru>;
