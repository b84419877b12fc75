import { signal } from '@preact/signals';
import { ClientResponseError } from 'pocketbase';
import { useEffect, useMemo } from 'preact/hooks';
import { explain, fieldErrors, pb, run } from '../lib/api';
import { t } from '../lib/i18n';
import { listen } from '../lib/realtime';
import { toast } from '../lib/toast';
import type { LowItem as Low, LowPage, Report } from '../lib/types';

/**
 * The report of a period, and whether a newer one is on its way; wrong says why there is none of what
 * was asked.
 */
export function useReport(query: Record<string, string>) {
  const s = useMemo(
    () => ({ report: signal<Report | null>(null), failed: signal(''), wrong: signal(''), busy: signal(false) }),
    [],
  );
  const key = JSON.stringify(query);
  const state = useMemo(() => ({ key }), []);
  const reload = async () => {
    s.busy.value = true;
    try {
      const report = await pb.send<Report>('/api/desk/reports', { method: 'GET', query });
      if (state.key !== key) return; // asked for something else meanwhile
      s.report.value = report;
      s.failed.value = s.wrong.value = '';
    } catch (e) {
      if (state.key !== key) return;
      const [wrong = ''] = e instanceof ClientResponseError ? Object.values(fieldErrors(e.response.data)) : [];
      s.report.value = null; // of another period
      s.wrong.value = wrong;
      s.failed.value = wrong ? '' : explain(e);
    } finally {
      if (state.key === key) s.busy.value = false;
    }
  };
  useEffect(() => {
    state.key = key;
    reload();
  }, [key]);
  return { ...s, reload };
}

/** Low ratings that nobody has answered, the longest waiting first. */
export function useLow() {
  const s = useMemo(
    () => ({ rows: signal<Low[] | null>(null), next: signal(''), total: signal(0), failed: signal('') }),
    [],
  );
  const read = async (after: string) => {
    try {
      const page = await pb.send<LowPage>('/api/desk/low', { method: 'GET', query: { after, limit: 5 } });
      s.rows.value = after ? [...(s.rows.value ?? []), ...page.items] : page.items;
      s.next.value = page.next;
      s.total.value = page.total;
      s.failed.value = '';
    } catch (e) {
      s.failed.value = explain(e);
    }
  };
  const mark = async (low: Low, method: 'POST' | 'DELETE') => {
    const ok = await run(() => pb.send(`/api/desk/low/${low.id}/answered`, { method }).then(() => true));
    if (ok) read('');
    return ok;
  };
  const back = async (low: Low) => {
    if (await mark(low, 'DELETE')) toast(t('reports.low_back', { n: String(low.number) }));
  };
  const answered = async (low: Low) => {
    if (await mark(low, 'POST'))
      toast(t('reports.low_done', { n: String(low.number) }), {
        action: { label: t('toast.undo'), run: () => back(low) },
      });
  };
  useEffect(() => {
    read('');
    return listen(
      'assessments',
      () => read(''),
      () => read(''),
    );
  }, []);
  return { ...s, reload: () => read(''), more: () => read(s.next.value), answered };
}
