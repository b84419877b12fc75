import { languageOf } from './languages';
import { load } from './store';

// Imported before anything else: the theme and the language a person has chosen stand before the first paint.
const root = document.documentElement;

const theme = load('theme');
if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
root.lang = languageOf(load('lang'));
