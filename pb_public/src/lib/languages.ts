/**
 * The languages of the page; Russian is that of the source. A further one is named here and
 * has a file beside each ru.ts: de.ts, checked by the compiler to say all of it.
 */
export const languages = {
  ru: { name: 'Русский', short: 'RU', switchTo: 'Переключить на русский' },
  en: { name: 'English', short: 'EN', switchTo: 'Switch to English' },
} as const;

export type Language = keyof typeof languages;

export const languageCodes = Object.keys(languages) as Language[];

/** The language of a code; the first where there is none of it. */
export const languageOf = (code: string): Language => languageCodes.find((known) => known === code) ?? 'ru';
