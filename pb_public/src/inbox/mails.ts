import { signal } from '@preact/signals';
import { ClientResponseError } from 'pocketbase';
import { useEffect, useMemo } from 'preact/hooks';
import { explain, pb, run } from '../lib/api';
import { t } from '../lib/i18n';
import { listen } from '../lib/realtime';
import { toast } from '../lib/toast';
import type { FoundClient, Mail } from '../lib/types';

const pageSize = 50;
/** A list does without the texts. */
const listed =
  'id,sender,sender_name,reply_to,reply_to_name,subject,status,reason,created,handled_at,expand.task.number,expand.user.username,expand.user.name';

/**
 * The mails of one status, newest first, read again shortly after anything in
 * the inbox has changed.
 */
export function useMails(status: string) {
  const s = useMemo(() => ({ rows: signal<Mail[] | null>(null), more: signal(false), failed: signal('') }), [status]);
  const state = useMemo(() => ({ timer: 0 }), []);
  const ask = async (limit: number, after?: Mail) => {
    const filter =
      pb.filter('status = {:status}', { status }) +
      (after
        ? pb.filter(' && (created < {:created} || (created = {:created} && id < {:id}))', {
            created: after.created,
            id: after.id,
          })
        : '');
    const { items } = await pb
      .collection<Mail>('inbox')
      .getList(1, limit + 1, { filter, sort: '-created,-id', fields: listed, expand: 'task,user', skipTotal: true });
    s.more.value = items.length > limit;
    return items.slice(0, limit);
  };
  const reload = async () => {
    try {
      s.rows.value = await ask(Math.min(500, Math.max(pageSize, s.rows.value?.length ?? 0)));
      s.failed.value = '';
    } catch (e) {
      s.failed.value = explain(e);
    }
  };
  const loadMore = async () => {
    const rows = s.rows.value ?? [];
    try {
      s.rows.value = [...rows, ...(await ask(pageSize, rows.at(-1)))];
    } catch (e) {
      s.failed.value = explain(e);
    }
  };
  useEffect(() => {
    reload();
    const end = listen(
      'inbox',
      () => {
        clearTimeout(state.timer);
        state.timer = window.setTimeout(reload, 200);
      },
      reload,
    );
    return () => {
      clearTimeout(state.timer);
      end();
    };
  }, [status]);
  return { ...s, reload, loadMore };
}

/** One mail, kept fresh; `gone` if there is none. */
export function useMail(id: string) {
  const s = useMemo(() => ({ mail: signal<Mail | null>(null), gone: signal(false), failed: signal('') }), [id]);
  const reload = async () => {
    try {
      s.mail.value = await pb.collection<Mail>('inbox').getOne(id, { expand: 'task,user' });
      s.failed.value = '';
    } catch (e) {
      if (e instanceof ClientResponseError && e.status === 404) s.gone.value = true;
      else s.failed.value = explain(e);
    }
  };
  useEffect(() => {
    reload();
    return listen<Mail>(
      'inbox',
      ({ action, record }) => {
        if (record.id !== id) return;
        if (action === 'delete') s.gone.value = true;
        else reload();
      },
      reload,
    );
  }, [id]);
  return { ...s, reload };
}

/** What a manager has decided about a mail. */
export const decide = (id: string, what: 'accept' | 'refuse' | 'reopen', body?: object) =>
  pb.send<{ number: number }>(`/api/desk/inbox/${id}/${what}`, { method: 'POST', body });

/** Puts a mail back among those that wait. */
export const reopen = (id: string) => run(() => decide(id, 'reopen').then(() => true), { ok: t('inbox.reopened') });

/** Refuses a mail; the toast takes it back. */
export async function refuse(id: string) {
  const done = await run(() => decide(id, 'refuse').then(() => true));
  if (done) toast(t('inbox.refused'), { action: { label: t('toast.undo'), run: () => reopen(id) } });
  return done;
}

/** The clients a manager looks for, by nick, name, address, organisation or INN. */
export const findClients = async (q: string): Promise<FoundClient[]> =>
  (await pb.send<{ items: FoundClient[] }>('/api/desk/clients', { method: 'GET', query: { q } })).items;
