import { addMessages } from '../lib/i18n';

const ru = {
  'login.lead': 'Ваши задачи и ответы консультантов — после входа.',
  'login.identity': 'Ник или почта',
  'login.password': 'Пароль',
  'login.forgot': 'Забыли пароль?',
  'login.new_here': 'Впервые здесь?',
  'login.hello': 'Здравствуйте, {name}!',
  'login.already': 'Вы вошли как {name}.',
  'login.go_on': 'Продолжить',
  'login.other': 'Войти под другим именем',

  'register.lead': 'Расскажите о себе и организации: это один раз. Дальше сразу первая задача.',
  'register.you': 'О вас',
  'register.organization': 'Организация',
  'register.nick_hint': 'Латинские буквы и цифры, от {min} знаков. По нему вы входите, изменить его потом нельзя.',
  'register.email_hint': 'Для входа и чтобы задать новый пароль.',
  'register.password': 'Пароль',
  'register.password_hint': 'Не короче {min} знаков.',
  'register.submit': 'Зарегистрироваться',
  'register.have': 'Уже есть ник?',
  'register.done': 'Вы зарегистрированы. Опишите первую задачу.',
  'register.already': 'Вы уже вошли как {name}.',

  'reset.title': 'Новый пароль',
  'reset.lead': 'Пришлём на почту ссылку, по которой можно задать новый пароль.',
  'reset.submit': 'Прислать ссылку',
  'reset.sent': 'Если адрес {email} зарегистрирован, письмо со ссылкой уже в пути.',
  'reset.nothing': 'Письма нет? Загляните в «Спам» или позвоните нам.',
  'reset.new_title': 'Задайте новый пароль',
  'reset.save': 'Сохранить пароль',
  'reset.done': 'Пароль изменён. Войдите с новым.',
  'reset.again': 'Запросить новую ссылку',

  'verify.title': 'Подтверждение почты',
  'verify.done': 'Почта подтверждена. Спасибо!',
  'verify.help': 'Новую ссылку можно запросить в профиле.',

  'email.title': 'Новый адрес почты',
  'email.lead': 'Чтобы сменить адрес, введите пароль.',
  'email.submit': 'Сменить адрес',
  'email.done': 'Адрес изменён. Войдите ещё раз.',

  'profile.language_hint': 'На этом языке приходят письма.',
  'profile.verified': 'подтверждена',
  'profile.unverified': 'ещё не подтверждена',
  'profile.verify': 'Прислать ссылку ещё раз',
  'profile.verify_sent': 'Письмо со ссылкой отправлено на {email}.',
  'profile.email_new': 'Новый адрес',
  'profile.email_hint': 'Пришлём на него ссылку для подтверждения.',
  'profile.email_submit': 'Сменить почту',
  'profile.email_sent': 'Письмо со ссылкой отправлено на новый адрес.',
  'profile.password_old': 'Нынешний пароль',
  'profile.password_new': 'Новый пароль',
  'profile.password_submit': 'Сменить пароль',
  'profile.password_done': 'Пароль изменён. На других устройствах нужно войти заново.',
  'profile.sessions': 'Выход',
  'profile.sessions_text': 'Потеряли телефон или заходили с чужого компьютера? Завершите все сеансы сразу.',
  'profile.leave': 'Выйти на всех устройствах',
  'profile.left': 'Все сеансы завершены',

  'switch.hint': 'О ваших собственных действиях мы не пишем.',
  'switch.what': 'О чём сообщать',
  'switch.page': 'На странице',
  'switch.mail': 'Письмом',
  'switch.on': 'Включено: {what}, {where}',
  'switch.off': 'Выключено: {what}, {where}',
} as const;

type Words = typeof ru;
declare module '../lib/i18n' {
  interface RussianMessages extends Words {}
}

addMessages('account', ru);

export default ru;
