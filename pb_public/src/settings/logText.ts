import type { Role } from '../lib/contract';
import { historySentence } from '../lib/historyText';
import { number, t } from '../lib/i18n';
import type { Event, LogItem } from '../lib/types';

const collections = ['categories', 'schedule', 'calendar', 'canned_answers', 'site', 'profiles'] as const;
const siteFields = ['name', 'about', 'phone', 'email', 'address', 'hours', 'logo'] as const;

/** The changed fields of an account in the log. */
interface Account {
  role?: Role;
  blocked?: boolean;
}
/** The changed fields of a setting in the log. */
interface Setting {
  name?: string;
  retired?: boolean;
}

/** The text for a change of an account. */
function ofPerson({ before, after, about }: LogItem) {
  const was = (before?.users ?? {}) as Account;
  const is = (after?.users ?? {}) as Account;
  const role = (of: Account) => t(`people.role_${of.role ?? 'client'}`);
  if (!before) return t('log.invited', { name: about, role: role(is) });
  const said = [];
  if ('blocked' in is) said.push(t(is.blocked ? 'log.blocked' : 'log.unblocked', { name: about }));
  if ('role' in is)
    said.push(
      t('log.role', {
        name: about,
        before: role(was),
        after: role(is),
      }),
    );
  if ('name' in is || 'email' in is || 'username' in is) said.push(t('log.person', { name: about }));
  return said.join('; ');
}

/** The kind of change of a setting. */
function changeOf(was: Setting | undefined, is: Setting | undefined) {
  if (!was) return 'made';
  if (!is) return 'removed';
  if (is.retired === undefined) return 'changed';
  return is.retired ? 'retired' : 'returned';
}

/** The text for a change of a setting. */
function ofSetting({ before, after, about }: LogItem) {
  const what = collections.find((c) => before?.[c] || after?.[c]);
  if (!what) return about || t('menu.settings');
  if (what === 'profiles') return t('log.facts', { name: about });
  if (what === 'schedule') return t('log.schedule');
  if (what === 'site')
    return t('log.site', {
      what: siteFields
        .filter((f) => f in ((after?.site ?? {}) as object))
        .map((f) => t(`site.${f}`).toLowerCase())
        .join(', '),
    });
  const was = before?.[what] as Setting | undefined;
  const is = after?.[what] as Setting | undefined;
  return t(`log.${what}_${changeOf(was, is) as 'made'}`, { name: about || was?.name || '' });
}

/** The text for an export. */
function ofExport({ after, about }: LogItem) {
  const { format, rows, filters } = after as { format: string; rows: number; filters: Record<string, string> };
  const said = Object.entries(filters).map(([name, value]) => `${name}=${value}`);
  const words = { what: about, format: format.toUpperCase(), rows: number(rows) };
  return said.length ? t('log.exported_of', { ...words, filters: said.join(', ') }) : t('log.exported', words);
}

/** The text of a line of the log, without the actor. */
export function inLog(line: LogItem, name: (id: string) => string) {
  if (line.event === 'user') return ofPerson(line);
  if (line.event === 'settings') return ofSetting(line);
  if (line.event === 'exported') return ofExport(line);
  const said = historySentence(line as Pick<Event, 'event' | 'before' | 'after'>, name);
  return line.event === 'profile' ? `${said}: ${line.about}` : said;
}
