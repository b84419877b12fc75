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

  // history: what you, a woman or a man did, and to what
  'verb.created': 'создали|создала|создал',
  'verb.edited': 'изменили|изменила|изменил',
  'verb.taken': 'взяли|взяла|взял',
  'verb.passed': 'передали|передала|передал',
  'verb.unassigned': 'вернули|вернула|вернул',
  'verb.rated': 'поставили|поставила|поставил',
  'verb.commented': 'написали|написала|написал',
  'verb.archived': 'удалили|удалила|удалил',
  'verb.restored': 'восстановили|восстановила|восстановил',
  'verb.profile': 'изменили|изменила|изменил',
  'verb.new': 'вернули|вернула|вернул',
  'verb.begun': 'начали|начала|начал',
  'verb.resumed': 'вернули|вернула|вернул',
  'verb.waiting': 'ждёте|ждёт|ждёт',
  'verb.done': 'решили|решила|решил',
  'verb.closed': 'закрыли|закрыла|закрыл',
  'did.created': 'задачу',
  'did.title': 'тему',
  'did.description': 'описание',
  'did.priority': 'срочность',
  'did.category': 'раздел',
  'did.files': 'файлы',
  'did.done_at': 'время решения',
  'did.closed_at': 'время закрытия',
  'did.taken': 'задачу',
  'did.passed': 'задачу. Консультант — {name}',
  'did.unassigned': 'задачу в очередь',
  'did.rated': '{n} из {of}',
  'did.commented': 'отзыв',
  'did.archived': 'задачу',
  'did.restored': 'задачу',
  'did.profile': 'данные организации',
  'did.new': 'задачу в новые',
  'did.begun': 'работу',
  'did.resumed': 'задачу в работу',
  'did.waiting': 'ответа',
  'did.done': 'задачу',
  'did.closed': 'задачу',
  'thread.to_last': 'В конец переписки',
  'thread.count': { one: '{n} сообщение', few: '{n} сообщения', many: '{n} сообщений', other: '{n} сообщения' },

  'letter.edited': 'изменено',
  'letter.edit': 'Изменить',
  'letter.edit_label': 'Исправить сообщение',
  'letter.edit_hint': 'Ctrl + Enter — сохранить, Esc — не менять. Осталось {n} мин.',
  'letter.edit_over': 'Время для правки вышло: скопируйте текст и напишите новое сообщение.',
  'letter.quoted': 'Показать переписку',
  'letter.left': 'Не приложено, есть в самом письме',

  'presence.typing': '{names} печатает…',
  'presence.typing_many': '{names} печатают…',
  'presence.open': 'Задача открыта ещё у: {names}',
  'presence.client': '{name} (клиент)',

  'changes.del': 'Удалено:',
  'changes.ins': 'Добавлено:',

  'reply.hint': 'Ctrl + Enter — отправить',
  'reply.hint_note': 'Ctrl + Enter — записать, @имя позовёт коллегу',
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
