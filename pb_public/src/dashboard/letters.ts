import { type Language, languages, type NotificationKind } from '../lib/contract';
import contractTexts from '../lib/contract.ru';
import { firstMessage } from './failure';

// «Письма»: the words of every mail, with a preview as they are typed and a
// test that says what the mail server answered.
type Kind = NotificationKind | 'received' | 'verify' | 'reset' | 'invite' | 'email_change';
const kinds: Partial<Record<Kind, string>> = {
  answer: 'Клиенту: ответ консультанта',
  question: 'Клиенту: ждём ответа',
  done: 'Клиенту: решена',
  closing: 'Клиенту: скоро закроется',
  closed: 'Клиенту: закрыта',
  received: 'Клиенту: письмо стало задачей',
  assigned: 'Консультанту: задача передана',
  answered: 'Консультанту: клиент ответил',
  reopened: 'Консультанту: снова в работе',
  rated: 'Консультанту: оценка',
  due_soon: 'Консультанту: срок ответа подходит',
  unassigned: 'Руководителю: час без консультанта',
  overdue: 'Руководителю: срок ответа вышел',
  low_rating: 'Руководителю: низкая оценка',
  held: 'Руководителю: письмо ждёт решения',
  calendar: 'Руководителю: нет календаря на следующий год',
  verify: 'Подтверждение почты',
  reset: 'Новый пароль',
  invite: 'Приглашение',
  email_change: 'Смена почты',
};
const inLanguage: Partial<Record<Language, string>> = { ru: 'по-русски', en: 'по-английски' };
/** The kinds in the order of the list; those that are not in it come last. */
const order = Object.keys(kinds);
const placeOf = (kind: Kind) => (kind in kinds ? order.indexOf(kind) : order.length);

/** What a letter is called here; a kind that is not listed goes by the name of its switch. */
function nameOf({ kind, locale }: Letter) {
  const switches: Record<string, string> = contractTexts;
  return `${kinds[kind] ?? switches[`switch.${kind}`] ?? kind}, ${inLanguage[locale] ?? languages[locale].name}`;
}
const pause = 300; // ms of silence before the preview is asked for

/** A record of mail_templates. */
interface Letter {
  id: string;
  kind: Kind;
  locale: Language;
  subject: string;
  body: string;
}
/** The mail that a letter makes, with invented data. */
interface Sample {
  subject: string;
  text: string;
  html: string;
  /** The words in braces that the subject and the body may have. */
  words: { subject: string[]; body: string[] };
}
interface Editor {
  list: Letter[];
  id: string;
  subject: string;
  body: string;
  shown: Sample | null;
  error: string;
  busy: boolean;
}

const post = <Answer>(path: string, body: Partial<Letter>) =>
  app.pb.send<Answer>(path, { method: 'POST', body, requestKey: null });

export function lettersPage() {
  app.store.title = 'Письма';
  const data = store<Editor>({ list: [], id: '', subject: '', body: '', shown: null, error: '', busy: false });
  const letterOf = (id: string) => data.list.find((x) => x.id === id);
  const draft = () => {
    const { kind, locale } = letterOf(data.id) ?? {};
    return { kind, locale, subject: data.subject, body: data.body };
  };
  let timer = 0;
  const preview = async () => {
    try {
      data.shown = await post<Sample>('/api/desk/letters/preview', draft());
      data.error = '';
    } catch (e) {
      data.error = firstMessage(e);
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(preview, pause);
  };
  const choose = (letter: Letter) => {
    data.id = letter.id;
    data.subject = letter.subject;
    data.body = letter.body;
    preview();
  };
  const open = (id: string) => {
    const letter = letterOf(id);
    if (letter) choose(letter);
  };
  const act = async (work: () => Promise<unknown>, done: string) => {
    data.busy = true;
    try {
      await work();
      app.toasts.success(done);
      data.error = '';
    } catch (e) {
      data.error = firstMessage(e);
    }
    data.busy = false;
  };
  const save = () =>
    act(async () => {
      const saved = await app.pb
        .collection<Letter>('mail_templates')
        .update(data.id, { subject: data.subject, body: data.body }, { requestKey: null });
      data.list = data.list.map((x) => (x.id === saved.id ? saved : x));
    }, 'Сохранено');
  const test = () =>
    act(
      () => post<unknown>('/api/desk/letters/test', draft()),
      `Почтовый сервер принял письмо на ${app.store.superuser?.email ?? 'ваш адрес'}`,
    );

  app.pb
    .collection<Letter>('mail_templates')
    .getFullList({ requestKey: null })
    .then((rows) => {
      data.list = rows.sort((a, b) => placeOf(a.kind) - placeOf(b.kind) || (a.locale < b.locale ? 1 : -1));
      const [first] = rows;
      if (first) choose(first);
    })
    .catch((e: unknown) => {
      data.error = firstMessage(e);
    });

  const button = (label: string, className: string, onclick: () => void) =>
    t.button({ type: 'button', className, disabled: () => data.busy, onclick }, label);
  return t.div(
    { className: 'page', pbEvent: 'pageOtklikLetters' },
    t.div(
      { className: 'page-content full-height' },
      t.header(
        { className: 'page-header' },
        t.nav({ className: 'breadcrumbs' }, t.a({ href: '#/desk' }, 'Сервис-деск'), t.div(null, 'Письма')),
      ),
      () => (data.error ? t.div({ className: 'alert danger', role: 'alert' }, data.error) : null),
      t.div(
        { className: 'otklik-letters' },
        t.div(
          { className: 'otklik-letter-form' },
          t.div(
            { className: 'field' },
            t.label({ htmlFor: 'otklik-letter' }, 'Письмо'),
            t.select({ id: 'otklik-letter', onchange: (e) => open(e.target.value) }, () =>
              data.list.map((x) => t.option({ value: x.id, selected: x.id === data.id }, nameOf(x))),
            ),
          ),
          t.div(
            { className: 'field' },
            t.label({ htmlFor: 'otklik-subject' }, 'Тема'),
            t.input({
              id: 'otklik-subject',
              type: 'text',
              maxLength: 200,
              value: () => data.subject,
              oninput: (e) => {
                data.subject = e.target.value;
                soon();
              },
            }),
          ),
          t.div(
            { className: 'field' },
            t.label({ htmlFor: 'otklik-body' }, 'Текст'),
            t.textarea({
              id: 'otklik-body',
              rows: 18,
              value: () => data.body,
              oninput: (e) => {
                data.body = e.target.value;
                soon();
              },
            }),
          ),
          t.p(
            { className: 'txt-hint' },
            'Слова в фигурных скобках заменит сервер. {answers}, {stars} и {button} стоят отдельным абзацем. Абзац, для которого замены не нашлось, в письмо не войдёт.',
          ),
          t.p({ className: 'txt-hint' }, () =>
            data.shown ? `Можно в этом письме: ${data.shown.words.body.join(', ')}` : '',
          ),
          t.p(null, button('Сохранить', 'btn', save), ' ', button('Прислать мне', 'btn outline', test)),
        ),
        t.div(
          { className: 'otklik-letter-preview' },
          t.p({ className: 'otklik-label' }, () => data.shown?.subject ?? ''),
          () => (data.shown ? t.iframe({ title: 'Как письмо выглядит', sandbox: '', srcdoc: data.shown.html }) : null),
          t.details(
            null,
            t.summary(null, 'То же без оформления'),
            t.pre(null, () => data.shown?.text ?? ''),
          ),
        ),
      ),
    ),
  );
}
