import { type Language, languages } from './contract';

export const languageCodes = Object.keys(languages) as Language[];

/** The language of a code; the first where there is none of it. */
export const languageOf = (code: string): Language => languageCodes.find((known) => known === code) ?? 'ru';
