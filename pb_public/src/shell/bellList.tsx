import { signal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { explain, me, pb } from '../lib/api';
import { ago, date, t } from '../lib/i18n';
import { listed, open, readAll } from '../lib/notifications';
import { address, along, sentence } from '../lib/notificationText';
import { loadStaff } from '../lib/staff';
import type { Notification } from '../lib/types';
import { merge, notifications, unread } from '../lib/unread';
import { Icon } from '../ui/icon';
import { Empty, Failed, Ghosts } from '../ui/states';

const pageSize = 20;

/** The latest notices from the server, and older ones on demand, by key and without a total. */
function useLatest() {
  const s = useMemo(() => ({ rows: signal<Notification[] | null>(null), more: signal(false), failed: signal('') }), []);
  const read = async (last: Notification | undefined) => {
    const before = last ? ' && (created < {:created} || (created = {:created} && id < {:id}))' : '';
    const filter = pb.filter(`user = {:me} && bell = true${before}`, {
      me: me.value?.id,
      created: last?.created,
      id: last?.id,
    });
    try {
      const { items } = await pb
        .collection<Notification>('notifications')
        .getList(1, pageSize, { ...along, filter, sort: '-created,-id', skipTotal: true });
      s.rows.value = [...((last && s.rows.value) || []), ...items];
      s.more.value = items.length === pageSize;
      s.failed.value = '';
    } catch (e) {
      s.failed.value = explain(e);
    }
  };
  useEffect(() => {
    read(undefined);
    loadStaff();
  }, []);
  return { ...s, reload: () => read(undefined), older: () => read(s.rows.value?.at(-1)) };
}

/** The loaded rows and those that have come since. */
function shown(rows: Notification[], more: boolean) {
  const since = more ? (rows.at(-1)?.created ?? '') : '';
  const known = notifications.value.filter((n) => n.bell && n.created >= since);
  return merge(rows, known);
}

/** Moves the focus with the arrows, as in a menu. */
function walk(e: KeyboardEvent) {
  const links = [...(e.currentTarget as HTMLElement).querySelectorAll('a')];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[e.key];
  if (to === undefined) return;
  e.preventDefault();
  links[Math.max(0, Math.min(links.length - 1, to))]?.focus();
}

function One({ notice, close }: { notice: Notification; close: () => void }) {
  const fresh = !notice.read_at;
  const onClick = (e: MouseEvent) => {
    if (e.button || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return; // into a tab of its own, which marks it
    e.preventDefault();
    close();
    open(notice);
  };
  const title = notice.expand?.task?.title;
  return (
    <li class={`bell-row ${fresh ? 'fresh' : ''}`}>
      <a href={address(notice)} onClick={onClick}>
        <span class="bell-words">{sentence(notice)}</span>
        {title && <span class="bell-title">{title}</span>}
        <span class="bell-when">
          <time datetime={notice.created} title={date(notice.created)}>
            {ago(notice.created)}
          </time>
          {fresh && <span class="fresh-word">{t('bell.new')}</span>}
        </span>
      </a>
    </li>
  );
}

function List({ latest, close }: { latest: ReturnType<typeof useLatest>; close: () => void }) {
  const { rows, more, failed, reload, older } = latest;
  const all = shown(rows.value ?? [], more.value || !rows.value);
  if (!rows.value && !failed.value) return <Ghosts n={4} />;
  if (!rows.value && !all.length) return <Failed text={failed.value} retry={reload} />;
  if (!all.length)
    return (
      <Empty title={t('bell.none')}>
        <p>{t('bell.none_hint')}</p>
      </Empty>
    );
  return (
    <>
      <ul onKeyDown={walk}>
        {all.map((n) => (
          <One key={n.id} notice={n} close={close} />
        ))}
      </ul>
      {failed.value && (
        <p class="error" role="alert">
          {failed.value}
        </p>
      )}
      {(more.value || failed.value) && (
        <p class="more-rows">
          <button type="button" class="btn" onClick={rows.value ? older : reload}>
            {t(rows.value ? 'bell.older' : 'state.retry')}
          </button>
        </p>
      )}
    </>
  );
}

/** What is in the popover of the bell while it is open. */
export default function Bell({ title, close }: { title: string; close: () => void }) {
  const latest = useLatest();
  const heading = useRef<HTMLHeadingElement | null>(null);
  const n = unread.value;
  useEffect(() => {
    heading.current?.focus();
    listed.value = true;
    return () => {
      listed.value = false;
    };
  }, []);
  const all = async () => {
    heading.current?.focus();
    await readAll();
    latest.reload();
  };
  return (
    <>
      <div class="bell-head">
        <h2 id={title} ref={heading} tabindex={-1}>
          {t('bell.title')}
        </h2>
        {n > 0 && (
          <button type="button" class="btn-text" onClick={all}>
            {t('bell.all')}
          </button>
        )}
        <button type="button" class="btn-icon" aria-label={t('form.close')} onClick={close}>
          <Icon name="close" />
        </button>
      </div>
      <div class="bell-list">
        <List latest={latest} close={close} />
      </div>
      <p class="bell-foot">
        <a href="/profile?part=notices" onClick={close}>
          {t('bell.settings')}
        </a>
      </p>
      <p class="vh" role="status">
        {t('bell.unread', { n })}
      </p>
    </>
  );
}
