import { addMessages } from '../lib/i18n';

const ru = {
  'edit.title': 'Изменить задачу',
  'edit.files': 'Оставить файлы',
  'edit.stale': 'Пока вы писали, задачу изменил кто-то ещё. Ваше не пропало: сравните и решите.',
  'edit.left': 'Оставлено как в задаче',
  'edit.again': 'Вернуть мой текст',

  'thread.title': 'Переписка',
  'thread.you': 'Вы',
  'thread.note': 'Заметка: клиент не видит',
  'thread.system': 'Система',
  'thread.to_last': 'В конец переписки',
  'thread.count': { one: '{n} письмо', few: '{n} письма', many: '{n} писем', other: '{n} письма' },

  'letter.edited': 'изменено',
  'letter.edit': 'Изменить',
  'letter.edit_label': 'Исправить письмо',
  'letter.edit_hint': 'Ctrl + Enter — сохранить, Esc — не менять. Осталось {n} мин.',
  'letter.edit_over': 'Время для правки вышло: скопируйте текст и напишите новое письмо.',
  'letter.quoted': 'Показать переписку',
  'letter.left': 'Не приложено, есть в самом письме',

  'presence.typing': '{names} печатает…',
  'presence.typing_many': '{names} печатают…',
  'presence.open': 'Задача открыта ещё у: {names}',
  'presence.client': '{name} (клиент)',

  'changes.del': 'Удалено:',
  'changes.ins': 'Добавлено:',

  'reply.hint': 'Ctrl + Enter — отправить',
  'reply.hint_note': 'Ctrl + Enter — записать',
  'reply.anyway': 'Всё равно отправить',

  'toast.sent': 'Ответ отправлен',
  'toast.back': 'Задача №\u00a0{n} снова открыта',
  'toast.deleted': 'Задача №\u00a0{n} удалена',

  'stale.title': 'Задачу уже изменили',
  'stale.now': 'Сейчас в задаче',
  'stale.mine': 'У вас',
  'stale.nobody': 'никого',
  'stale.merge': 'Соединить вручную',
  'stale.merged': 'Сохранится {field}',
  'stale.theirs': 'Изменено другими и останется',
  'stale.save': 'Сохранить моё',
  'stale.leave': 'Оставить как есть',
} as const;

type Words = typeof ru;
declare module '../lib/i18n' {
  interface RussianMessages extends Words {}
}

addMessages('thread', ru);

export default ru;
