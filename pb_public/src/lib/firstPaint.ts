import { languageCodes } from './languages';
import { load } from './store';

// Imported before anything else: the theme and the language a person has chosen stand before the first paint.
const root = document.documentElement;

const theme = load('theme');
if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
const lang = load('lang');
if (languageCodes.some((known) => known === lang)) root.lang = lang;
