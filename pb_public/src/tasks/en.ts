import type { Translation } from '../lib/i18n';
import type ru from './ru';

export default {
  'tasks.file': 'Save the list as a file',
  'tasks.filter': 'Show',
  'tasks.all': 'All',
  'tasks.open': 'Open',
  'tasks.done': 'Done',
  'tasks.closed': 'Closed',
  'tasks.search': 'Search tasks and answers',
  'tasks.none': 'No tasks yet',
  'tasks.none_hint': 'Describe the first one; a consultant answers here.',
  'tasks.without_consultant': 'Without a consultant',
  'tasks.nobody': 'Waits for a consultant',
  'tasks.staff': 'This is where a client sees own tasks. Yours are on the desk.',
  'tasks.found': { one: '{n} task found', other: '{n} tasks found' },

  'new.wrong': 'Something wrong? Correct it in the profile',
  'new.title_hint': 'In short: what happened or what is needed',
  'new.description_hint': 'The program, the period, what you tried. Paste a screenshot with Ctrl + V',
  'new.submit': 'Send',
  'new.done': 'Task no. {n} is in. The answer will come here.',
  'new.staff': 'Clients post the tasks.',

  'next.new': 'The task is in the queue. The first free consultant takes it and answers here.',
  'next.in_progress': '{name} is on it. The answer will appear here.',
  'next.due': 'You will have an answer by {until}.',
  'next.waiting': '{name} waits for your answer. Write it at the foot of the page.',
  'next.done': 'Done on {when} by {name}. Close the task or send it back to work; it closes by itself on {until}.',
  'next.closed': 'Closed on {when}. You can reopen it until {until}.',
  'next.closed_long': 'Closed on {when}.',

  'close.title': 'Close the task?',
  'close.text': 'A rating and a comment are up to you.',
  'close.text_new': 'Nobody has started on it yet.',
  'close.cancel': 'Keep it open',

  'delete.title': 'Delete the task?',
  'delete.text': 'It disappears from your list, letters and all.',
  'delete.cancel': 'Keep it',

  'reply.label': 'Your answer',
  'reply.send': 'Send',

  'toast.closed': 'Task no. {n} is closed',
  'toast.closed_rated': 'Task no. {n} is closed. Thank you for the rating!',
  'toast.rated': 'Thank you, the rating is saved',
  'toast.reopened': 'The task is open again',

  'search.in_description': 'In the description:',
  'search.in_comment': 'In the conversation:',
  'search.in_organization': 'Organisation:',
  'search.best': 'The {n} best are shown. Add a word to narrow it down.',
  'search.similar': 'Asked before?',
  'search.similar_n': 'Similar tasks: {n}',
  'search.answer': 'The last answer',
  'search.no_answer': 'No answer yet.',
  'search.still_open': 'It is still open: easier to add to it.',
  'search.open': 'Open task no.\u00a0{n}',
  'search.new_tab': 'in a new tab',
  'search.hide': 'Hide similar tasks',
} satisfies Translation<typeof ru>;
