import { computed, signal } from '@preact/signals';
import type { Language } from './contract';
import { languageOf } from './languages';
import ru from './ru';
import { save } from './store';

type Base = typeof ru;

/** The Russian messages. Each feature adds its own by declaration merging, in its ru.ts. */
export interface RussianMessages extends Base {}

export type Key = keyof RussianMessages;
type Plural = { other: string } & Partial<Record<'zero' | 'one' | 'two' | 'few' | 'many', string>>;
/** What a language has for a catalogue: every key of the Russian one; a plural stays a plural. */
export type Translation<R> = { readonly [K in keyof R]: R[K] extends string ? string : Plural };

type Names<S> = S extends `${string}{${infer N}}${infer Rest}` ? N | Names<Rest> : never;
type Text<K extends Key> = RussianMessages[K] extends string
  ? RussianMessages[K]
  : RussianMessages[K][keyof RussianMessages[K]];
/** The {names} in the Russian sentence are the required params of t(). */
type Args<K extends Key> = [Names<Text<K>>] extends [never] ? [] : [{ [N in Names<Text<K>>]: string | number }];

type Catalogue = Readonly<Record<string, string | Plural>>;

/** The language of the page; the boot script has set it before the first paint. */
export const lang = signal<Language>(languageOf(document.documentElement.lang));

/** Loaded messages by language and feature. */
const catalogues = signal<Partial<Record<Language, Record<string, Catalogue>>>>({ ru: { lib: ru } });
/** The files of all languages but Russian, each fetched when it is first needed. */
const files = import.meta.glob<{ default: Catalogue }>(['/src/*/[a-z][a-z].ts', '!/src/*/ru.ts']);

/** The messages in use: the language of the page over Russian. */
const messages = computed<Catalogue>(() =>
  Object.assign({}, ...Object.values(catalogues.value.ru ?? {}), ...Object.values(catalogues.value[lang.value] ?? {})),
);

const put = (language: Language, feature: string, words: Catalogue) => {
  const { value } = catalogues;
  catalogues.value = { ...value, [language]: { ...value[language], [feature]: words } };
};

/** Fetches the messages of the loaded features in a language; Russian came with them. */
async function fetchMessages(language: Language) {
  if (language === 'ru') return;
  const missing = Object.keys(catalogues.value.ru ?? {}).filter((feature) => !catalogues.value[language]?.[feature]);
  await Promise.all(
    missing.map(async (feature) => {
      const file = await files[`/src/${feature}/${language}.ts`]?.();
      if (file) put(language, feature, file.default);
    }),
  );
}

/** Adds the Russian messages of a feature; its ru.ts calls it. */
export const addMessages = (feature: string, words: Catalogue) => put('ru', feature, words);

/** Resolves once the messages of all loaded features are here. */
export const messagesReady = () => fetchMessages(lang.value);

/** Switches the language and remembers it. */
export async function setLang(next: string) {
  const language = languageOf(next);
  await fetchMessages(language);
  lang.value = language;
  document.documentElement.lang = language;
  save('lang', language);
}

const formatters = new Map<string, unknown>();
/** Intl formatters are slow to make, so one is kept for each language and options. */
function intl<T, O extends object>(Ctor: new (l: string, o?: O) => T, options?: O): T {
  const key = Ctor.name + lang.value + JSON.stringify(options ?? '');
  if (!formatters.has(key)) formatters.set(key, new Ctor(lang.value, options));
  return formatters.get(key) as T;
}

/** Translates. A plural message is picked by params.n. */
export function t<K extends Key>(key: K, ...args: Args<K>): string {
  const params: Record<string, string | number> = args[0] ?? {};
  const found = messages.value[key];
  const text =
    typeof found === 'object' ? (found[intl(Intl.PluralRules).select(Number(params.n))] ?? found.other) : found;
  return (text ?? key).replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    return typeof value === 'number' ? number(value) : String(value ?? '');
  });
}

export const number = (n: number, o?: Intl.NumberFormatOptions) => intl(Intl.NumberFormat, o).format(n);

const yearOf = (d: Date) => (d.getFullYear() === new Date().getFullYear() ? undefined : 'numeric');

/** A date with the time; the year only if it is not this one. */
export function date(d: string | Date) {
  const at = new Date(d);
  return intl(Intl.DateTimeFormat, {
    day: 'numeric',
    month: 'long',
    year: yearOf(at),
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);
}

/** A date; the year only if it is not this one. */
export function day(d: string | Date) {
  const at = new Date(d);
  return intl(Intl.DateTimeFormat, { day: 'numeric', month: 'long', year: yearOf(at) }).format(at);
}

/** A short date without the year. */
export const shortDay = (d: string | Date) =>
  intl(Intl.DateTimeFormat, { day: 'numeric', month: 'short' }).format(new Date(d));

/** @param minutes from now */
function fromNow(minutes: number) {
  const f = intl(Intl.RelativeTimeFormat, { numeric: 'auto' });
  const far = Math.abs(minutes);
  if (far < 1) return t('time.now');
  if (far < 60) return f.format(Math.round(minutes), 'minute');
  if (far < 60 * 36) return f.format(Math.round(minutes / 60), 'hour');
  return f.format(Math.round(minutes / 1440), 'day');
}

/** «3 часа назад»; a time in the future is shown as now, for clocks differ. */
export const ago = (d: string | Date) => fromNow(Math.min(0, (new Date(d).getTime() - Date.now()) / 60000));

/** «через 3 часа», «3 часа назад». */
export const when = (d: string | Date) => fromNow((new Date(d).getTime() - Date.now()) / 60000);

/** A file's size. */
export const size = (bytes: number) =>
  bytes < 1 << 20
    ? t('size.kb', { n: Math.max(1, Math.round(bytes / 1024)) })
    : t('size.mb', { n: number(bytes / (1 << 20), { maximumFractionDigits: 1 }) });
