import { signal, useEffect, useMemo, useRef } from '../vendor/preact.js';
import { html } from '../core/html.js';
import { ago, date, t } from '../core/i18n.js';
import { explain, me, pb } from '../core/api.js';
import { listed, open, readAll } from '../core/bell.js';
import { address, along, sentence } from '../core/notice.js';
import { style } from '../core/page.js';
import { loadStaff } from '../core/staff.js';
import { merge, told, unread } from '../core/unread.js';
import { Icon } from './icon.js';
import { Empty, Failed, Ghosts } from './states.js';

await style(new URL('../styles/bell.css', import.meta.url).href);

/** @typedef {import('../core/types.js').Notice} Notice */

const pageSize = 20;

/** The latest notices from the server, and older ones on demand, by key and without a total. */
function useLatest() {
  const s = useMemo(() => ({ rows: signal(/** @type {Notice[] | null} */ (null)), more: signal(false), failed: signal('') }), []);
  const read = async (/** @type {Notice | undefined} */ last) => {
    const before = last ? ' && (created < {:created} || (created = {:created} && id < {:id}))' : '';
    const filter = pb.filter(`user = {:me} && bell = true${before}`, { me: me.value?.id, created: last?.created, id: last?.id });
    try {
      const { items } = await pb.collection('notifications').getList(1, pageSize, { ...along, filter, sort: '-created,-id', skipTotal: true });
      s.rows.value = [...(last && s.rows.value) || [], .../** @type {any[]} */ (items)];
      s.more.value = items.length === pageSize;
      s.failed.value = '';
    } catch (e) { s.failed.value = explain(e); }
  };
  useEffect(() => { read(undefined); loadStaff(); }, []);
  return { ...s, reload: () => read(undefined), older: () => read(s.rows.value?.at(-1)) };
}

/** The rows of the server and those that have come since, as far back as was read. @param {Notice[]} rows @param {boolean} more */
function shown(rows, more) {
  const since = more ? rows.at(-1)?.created ?? '' : '';
  const known = told.value.filter((n) => n.bell && n.created >= since);
  return merge(rows, known);
}

/** Up and down go along the list, as in any menu. @param {KeyboardEvent} e */
function walk(e) {
  const links = [.../** @type {HTMLElement} */ (e.currentTarget).querySelectorAll('a')];
  const at = links.indexOf(/** @type {any} */ (document.activeElement));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[e.key];
  if (to === undefined) return;
  e.preventDefault();
  links[Math.max(0, Math.min(links.length - 1, to))]?.focus();
}

/** @param {{ notice: Notice, close: () => void }} p */
function One({ notice, close }) {
  const fresh = !notice.read_at;
  const onClick = (/** @type {MouseEvent} */ e) => {
    if (e.button || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return; // into a tab of its own, which marks it
    e.preventDefault();
    close();
    open(notice);
  };
  const title = notice.expand?.task?.title;
  return html`<li class="bell-row ${fresh ? 'fresh' : ''}"><a href=${address(notice)} onClick=${onClick}>
    <span class="bell-words">${sentence(notice)}</span>${title && html`<span class="bell-title">${title}</span>`}
    <span class="bell-when"><time datetime=${notice.created} title=${date(notice.created)}>${ago(notice.created)}</time>${fresh && html`<span class="fresh-word">${t('bell.new')}</span>`}</span></a></li>`;
}

/** @param {{ latest: ReturnType<typeof useLatest>, close: () => void }} p */
function List({ latest, close }) {
  const { rows, more, failed, reload, older } = latest;
  const all = shown(rows.value ?? [], more.value || !rows.value);
  if (!rows.value && !failed.value) return html`<${Ghosts} n=${4} />`;
  if (!rows.value && !all.length) return html`<${Failed} text=${failed.value} retry=${reload} />`;
  if (!all.length) return html`<${Empty} title=${t('bell.none')}><p>${t('bell.none_hint')}</p><//>`;
  return html`<ul onKeyDown=${walk}>${all.map((n) => html`<${One} key=${n.id} notice=${n} close=${close} />`)}</ul>
    ${failed.value && html`<p class="error" role="alert">${failed.value}</p>`}
    ${(more.value || failed.value) && html`<p class="more-rows"><button type="button" class="btn" onClick=${rows.value ? older : reload}>${t(rows.value ? 'bell.older' : 'state.retry')}</button></p>`}`;
}

/** What is in the popover of the bell while it is open. @param {{ title: string, close: () => void }} p */
export default function Bell({ title, close }) {
  const latest = useLatest();
  const heading = useRef(/** @type {HTMLElement | null} */ (null));
  const n = unread.value;
  useEffect(() => {
    heading.current?.focus();
    listed.value = true;
    return () => { listed.value = false; };
  }, []);
  const all = async () => { heading.current?.focus(); await readAll(); latest.reload(); };
  return html`<div class="bell-head"><h2 id=${title} ref=${heading} tabindex="-1">${t('bell.title')}</h2>
      ${n > 0 && html`<button type="button" class="btn-text" onClick=${all}>${t('bell.all')}</button>`}
      <button type="button" class="btn-icon" aria-label=${t('form.close')} onClick=${close}><${Icon} name="close" /></button></div>
    <div class="bell-list"><${List} latest=${latest} close=${close} /></div>
    <p class="bell-foot"><a href="/profile?part=notices" onClick=${close}>${t('bell.settings')}</a></p>
    <p class="vh" role="status">${t('bell.unread', { n })}</p>`;
}
