/** @type {import('./types.js').Words<typeof import('./search.ru.js').default>} */
export default {
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
};
