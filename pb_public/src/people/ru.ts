import { addMessages } from '../lib/i18n';

const ru = {
  'people.staff': 'Сотрудники',
  'people.clients': 'Клиенты',
  'people.find': 'Организация, ИНН, ник, имя или почта',
  'people.no_clients': 'Таких клиентов нет',
  'people.more_clients': 'Показаны первые. Ищите по организации, ИНН, нику или почте.',
  'people.managers_hint': 'Руководителей добавляет, меняет и блокирует администратор.',
  'people.you': 'это вы',
  'people.blocked': 'заблокирован',
  'people.open': 'Открытых',
  'people.waiting': 'Ждут клиента',
  'people.overdue': 'Просрочено',
  'people.done_week': 'За неделю',
  'people.invite': 'Пригласить сотрудника',
  'people.invite_hint': 'Станет консультантом. Письмом уйдёт ссылка, чтобы придумать пароль; она действует неделю.',
  'people.nick_hint': 'Латинские буквы и цифры, от {min} знаков. По нему входят, изменить его потом нельзя.',
  'people.send_invite': 'Отправить приглашение',
  'people.invited': 'Приглашение для {email} поставлено на отправку',
  'people.has_open': {
    one: 'Открыта {n} задача.',
    few: 'Открыты {n} задачи.',
    many: 'Открыто {n} задач.',
    other: 'Открыто {n} задачи.',
  },
  'people.see': 'Посмотреть',
  'people.hand': 'Кому их передать',
  'people.to_queue': 'Вернуть в общую очередь',
  'people.to_nobody': 'Оставить как есть',
  'people.undone': 'Всё как было',
  'people.ask_block': 'Заблокировать: {name}?',
  'people.about_block':
    'Вход закроется сразу на всех устройствах. Задачи и переписка останутся, вернуть доступ можно в любой момент.',
  'people.do_block': 'Заблокировать',
  'people.done_block': 'Доступ закрыт: {name}',
  'people.ask_unblock': 'Разблокировать: {name}?',
  'people.about_unblock': 'Войти можно будет с прежним паролем.',
  'people.do_unblock': 'Разблокировать',
  'people.done_unblock': 'Доступ возвращён: {name}',
  'people.ask_consultant': 'Сделать консультантом: {name}?',
  'people.about_consultant':
    'Увидит задачи всех клиентов и сможет их вести. Организация и собственные задачи останутся. Войти нужно будет заново.',
  'people.do_consultant': 'Сделать консультантом',
  'people.done_consultant': 'Теперь консультант: {name}',
  'people.ask_client': 'Сделать клиентом: {name}?',
  'people.about_client':
    'Увидит только собственные задачи, рабочий стол закроется. Если раньше была организация, она осталась. Войти нужно будет заново.',
  'people.do_client': 'Сделать клиентом',
  'people.done_client': 'Теперь клиент: {name}',
} as const;

type Words = typeof ru;
declare module '../lib/i18n' {
  interface RussianMessages extends Words {}
}

addMessages('people', ru);

export default ru;
