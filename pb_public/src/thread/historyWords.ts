import { ratings } from '../lib/contract';
import { changedFields, historySentence } from '../lib/historyText';
import { t } from '../lib/i18n';
import type { Event } from '../lib/types';
import { genderOf } from './gender';

const verbs = [
  'created',
  'edited',
  'taken',
  'passed',
  'unassigned',
  'rated',
  'commented',
  'archived',
  'restored',
  'profile',
  'new',
  'begun',
  'resumed',
  'waiting',
  'done',
  'closed',
] as const;
type Verb = (typeof verbs)[number];

/** The form of a verb: of oneself, a woman or a man; undefined if the language has such forms and nobody knows which. */
function formOf(verb: Verb, who: string) {
  const forms = t(`verb.${verb}`).split('|');
  if (forms.length === 1) return forms[0];
  if (who === t('thread.you')) return forms[0];
  const gender = genderOf(who);
  return gender && forms[gender === 'she' ? 1 : 2];
}

function verbOf(e: Event): Verb | undefined {
  if (e.event === 'assessed') return Number(e.after?.rating ?? 0) ? 'rated' : 'commented';
  if (e.event === 'assigned')
    return !e.after?.consultant ? 'unassigned' : e.after.consultant === e.actor ? 'taken' : 'passed';
  const status = e.event === 'status' ? e.after?.status : e.event;
  if (status === 'in_progress') return e.before?.status === 'new' ? 'begun' : 'resumed';
  return verbs.find((v) => v === status);
}

/** The words after the verb. */
function restOf(e: Event, verb: Verb, name: (id: string) => string) {
  switch (verb) {
    case 'edited':
      return changedFields(e)
        .map((f) => t(`did.${f}`))
        .join(', ');
    case 'rated':
      return t('did.rated', { n: Number(e.after?.rating), of: ratings.highest });
    case 'passed':
      return t('did.passed', { name: name(String(e.after?.consultant)) });
    default:
      return t(`did.${verb}`);
  }
}

/**
 * A line of history as a sentence, in two parts: who did what, and to what, where an edit opens. Where
 * the language has forms of the verb and nobody knows which, it says what happened after a colon.
 */
export function historyWords(e: Event, who: string, name: (id: string) => string): [string, string] {
  const verb = e.actor ? verbOf(e) : undefined;
  const form = verb && formOf(verb, who);
  return verb && form ? [`${who} ${form}`, restOf(e, verb, name)] : [`${who}:`, historySentence(e, name)];
}
