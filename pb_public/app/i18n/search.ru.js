/** What the search has found, and tasks like the one being typed. */
export default /** @type {const} */ ({
  'search.in_description': 'В описании:',
  'search.in_comment': 'В переписке:',
  'search.in_organization': 'Организация:',
  'search.best': 'Показаны {n} самых подходящих. Добавьте слово, чтобы найти точнее.',
  'search.similar': 'Такое уже было?',
  'search.similar_n': 'Похожих задач: {n}',
  'search.answer': 'Последний ответ',
  'search.no_answer': 'Ответа пока нет.',
  'search.still_open': 'Она ещё открыта: проще дописать туда.',
  'search.open': 'Открыть задачу №\u00a0{n}',
  'search.new_tab': 'в новой вкладке',
  'search.hide': 'Скрыть похожие',
});
