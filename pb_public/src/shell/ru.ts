import { addMessages } from '../lib/i18n';

const ru = {
  'app.skip': 'К содержанию',

  'nav.main': 'Разделы',
  'nav.quick': 'Быстрый доступ',
  'nav.all': 'Все разделы',
  'nav.menu': 'Меню',
  'nav.home': 'Главная',
  'nav.new_short': 'Написать',
  'nav.tasks_short': 'Задачи',
  'nav.admin': 'Вход админа',
  'nav.desk_short': 'Стол',
  'nav.theme': 'Тёмная тема',
  'nav.logout_who': 'Выйти ({name})',

  'bell.short': 'Новое',
  'bell.unread': {
    one: '{n} непрочитанное',
    few: '{n} непрочитанных',
    many: '{n} непрочитанных',
    other: '{n} непрочитанных',
  },
  'bell.fresh': {
    one: '{n} задача с новым',
    few: '{n} задачи с новым',
    many: '{n} задач с новым',
    other: '{n} задачи с новым',
  },
  'bell.all': 'Прочитать все',
  'bell.none': 'Пока ничего',
  'bell.none_hint': 'Здесь появятся ответы и новости по вашим задачам.',
  'bell.older': 'Показать прежние',
  'bell.settings': 'Настроить',

  'guard.login': 'Войдите, чтобы открыть эту страницу. Впервые здесь? Зарегистрируйтесь, это две минуты.',
  'guard.denied': 'Недостаточно прав доступа',

  'state.offline': 'Нет связи с интернетом. Написанное сохранится на этом устройстве.',

  'missing.title': 'Такой страницы нет',
  'missing.text': 'Возможно, в адресе опечатка или страницу убрали.',
  'missing.home': 'На главную',

  'home.lead': 'Опишите задачу — консультант ответит здесь же. Вся переписка, файлы и сроки в одном месте.',
  'home.step1': 'Опишите задачу',
  'home.step1_text': 'Своими словами. Можно вставить снимок экрана или приложить файлы.',
  'home.step2': 'Получите ответ',
  'home.step2_text': 'Видно, кто занимается задачей и что будет дальше. Ответ появится без обновления страницы.',
  'home.step3': 'Оцените и закройте',
  'home.step3_text': 'Поставьте оценку, если хотите. Не решено — верните в работу одной кнопкой.',
  'home.contacts': 'Контакты',
  'home.phone': 'Телефон',
  'home.email': 'Почта',
  'home.address': 'Адрес',
  'home.hours': 'Часы работы',

  'toast.region': 'Уведомления',
  'toast.dismiss': 'Скрыть уведомление',
} as const;

type Words = typeof ru;
declare module '../lib/i18n' {
  interface RussianMessages extends Words {}
}

addMessages('shell', ru);

export default ru;
