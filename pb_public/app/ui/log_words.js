import { t } from '../core/i18n.js';
import { describe } from './events.js';

/** @typedef {import('../core/types.js').LogItem} LogItem */

const collections = /** @type {const} */ (['categories', 'schedule', 'canned_answers', 'site', 'profiles']);
const siteFields = /** @type {const} */ (['name', 'about', 'phone', 'email', 'address', 'hours', 'logo']);

/** What was done with somebody's account. @param {LogItem} line */
function ofPerson({ before, after, about }) {
  const was = before?.users ?? {};
  const is = after?.users ?? {};
  if (!before) return t('log.invited', { name: about, role: t(`people.role_${/** @type {'client'} */ (is.role)}`) });
  const said = [];
  if ('blocked' in is) said.push(t(is.blocked ? 'log.blocked' : 'log.unblocked', { name: about }));
  if ('role' in is) said.push(t('log.role', { name: about, before: t(`people.role_${/** @type {'client'} */ (was.role)}`), after: t(`people.role_${/** @type {'client'} */ (is.role)}`) }));
  if ('name' in is || 'email' in is || 'username' in is) said.push(t('log.person', { name: about }));
  return said.join('; ');
}

/** What was done with something that managers arrange. @param {LogItem} line */
function ofSetting({ before, after, about }) {
  const what = collections.find((c) => before?.[c] || after?.[c]);
  if (!what) return about || t('menu.settings');
  if (what === 'profiles') return t('log.facts', { name: about });
  if (what === 'schedule') return t('log.schedule');
  if (what === 'site') return t('log.site', { what: siteFields.filter((f) => f in (after?.site ?? {})).map((f) => t(`site.${f}`).toLowerCase()).join(', ') });
  const how = !before ? 'made' : !after ? 'removed' : after[what].retired === true ? 'retired' : after[what].retired === false ? 'returned' : 'changed';
  return t(`log.${what}_${/** @type {'made'} */ (how)}`, { name: about || before?.[what]?.name || '' });
}

/** One line of the log in words, without who did it. @param {LogItem} line @param {(id: string) => string} name */
export function inLog(line, name) {
  if (line.event === 'user') return ofPerson(line);
  if (line.event === 'settings') return ofSetting(line);
  const said = describe(/** @type {any} */ (line), name);
  return line.event === 'profile' ? `${said}: ${line.about}` : said;
}
