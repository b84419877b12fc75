import { addMessages } from '../lib/i18n';

const ru = {
  'tasks.file': 'Сохранить список в файл',
  'tasks.filter': 'Показать',
  'tasks.all': 'Все',
  'tasks.open': 'Открытые',
  'tasks.done': 'Решённые',
  'tasks.closed': 'Закрытые',
  'tasks.search': 'Поиск по задачам и ответам',
  'tasks.none': 'Задач пока нет',
  'tasks.none_hint': 'Опишите первую — консультант ответит здесь.',
  'tasks.without_consultant': 'Без консультанта',
  'tasks.nobody': 'Ждёт консультанта',
  'tasks.staff': 'Здесь задачи клиентов видит сам клиент. Ваши — на рабочем столе.',
  'tasks.found': {
    one: 'Найдена {n} задача',
    few: 'Найдено {n} задачи',
    many: 'Найдено {n} задач',
    other: 'Найдено {n} задачи',
  },

  'new.wrong': 'Данные неверны? Исправить в профиле',
  'new.title_hint': 'Коротко: что случилось или что нужно сделать',
  'new.description_hint': 'Программа, период, что уже пробовали. Снимок экрана можно вставить: Ctrl + V',
  'new.submit': 'Отправить',
  'new.done': 'Задача №\u00a0{n} принята. Ответим здесь.',
  'new.staff': 'Задачи ставят клиенты.',

  'next.new': 'Задача в очереди. Её возьмёт первый свободный консультант и ответит здесь.',
  'next.in_progress': 'Задачей занимается {name}. Ответ появится здесь.',
  'next.due': 'Ответим до {until}.',
  'next.waiting': '{name} ждёт вашего ответа. Напишите его внизу страницы.',
  'next.done':
    'Консультант {name}: задача решена {when}. Всё получилось? Закройте её. Нет — верните в работу. Если ничего не делать, закроется {until}.',
  'next.closed': 'Закрыта {when}. Вернуть в работу можно до {until}.',
  'next.closed_long': 'Закрыта {when}.',

  'close.title': 'Закрыть задачу?',
  'close.text': 'Оценка и отзыв — по желанию.',
  'close.text_new': 'Никто ещё не взял её в работу.',
  'close.cancel': 'Не закрывать',

  'delete.title': 'Удалить задачу?',
  'delete.text': 'Она исчезнет из вашего списка вместе с перепиской.',
  'delete.cancel': 'Не удалять',

  'reply.label': 'Ваш ответ',
  'reply.send': 'Отправить',

  'toast.closed': 'Задача №\u00a0{n} закрыта',
  'toast.closed_rated': 'Задача №\u00a0{n} закрыта. Спасибо за оценку!',
  'toast.rated': 'Спасибо, оценка сохранена',
  'toast.reopened': 'Задача снова в работе',

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
} as const;

type Words = typeof ru;
declare module '../lib/i18n' {
  interface RussianMessages extends Words {}
}

addMessages('tasks', ru);

export default ru;
