import './export.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { run } from '../lib/api';
import type { Seen, What } from '../lib/exportFile';
import { exportFile } from '../lib/exportFile';
import { number, t } from '../lib/i18n';
import { toast } from '../lib/toast';
import { Icon } from './icon';

/** Reports a broken connection; errors of the server are shown as usual. */
const broken = ({ status }: { status: number }) => {
  if (status === 0) toast(t('reports.export_failed'), { kind: 'bad' });
  return status === 0;
};

/** What is shown, as a file: all of it, however long. */
export function Export({
  what,
  query = {},
  opened = false,
  of = '',
}: {
  what: What;
  query?: Record<string, string>;
  /** The formats are shown at once. */
  opened?: boolean;
  /** What it is of, where a page has several. */
  of?: string;
}) {
  const [seen, setSeen] = useState<Seen | null>(null);
  const [open, setOpen] = useState(opened);
  const box = useRef<HTMLDivElement | null>(null);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  /** Moves the focus to the button that replaces the focused one. */
  const focus = (to: string) =>
    requestAnimationFrame(() => {
      if (document.activeElement === document.body)
        (box.current?.querySelector(to) as HTMLElement | null | undefined)?.focus();
    });
  useEffect(() => {
    if (opened) focus('.export-formats button');
  }, []);
  const begin = async (format: 'xlsx' | 'csv') => {
    stop.current = new AbortController();
    const { signal } = stop.current;
    setOpen(false);
    setSeen({ rows: 0, total: -1 });
    focus('button');
    await run(() => exportFile(what, format, query, { signal, onSeen: setSeen }), {
      ok: t('reports.export_done'),
      failed: broken,
    });
    setSeen(null);
    focus('button');
  };
  const halt = () => {
    stop.current?.abort();
    toast(t('reports.export_stopped'));
  };
  if (seen) {
    const known = seen.total > 0;
    return (
      <div class="export" ref={box} role="group" aria-label={t('reports.export')}>
        <progress
          aria-label={t('reports.export_going')}
          max={known ? seen.total : undefined}
          value={known ? seen.rows : undefined}
        ></progress>
        <span class="hint">
          {known
            ? t('reports.export_of', { rows: number(seen.rows), total: number(seen.total) })
            : t('reports.export_rows', { rows: number(seen.rows) })}
        </span>
        <button type="button" class="btn-text" onClick={halt}>
          {t('reports.export_stop')}
        </button>
      </div>
    );
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape of the buttons within
    <div
      class="export"
      ref={box}
      onKeyDown={(e: KeyboardEvent) => {
        if (e.key === 'Escape' && open) {
          e.stopPropagation();
          setOpen(false);
          focus('button');
        }
      }}
    >
      <button
        type="button"
        class="btn btn-small"
        aria-expanded={open}
        aria-label={of ? `${t('reports.export')}: ${of}` : undefined}
        onClick={() => setOpen(!open)}
      >
        <Icon name="down" />
        {t('reports.export')}
      </button>
      {open && (
        <span class="export-formats">
          <button type="button" class="btn btn-small" onClick={() => begin('xlsx')}>
            Excel
          </button>
          <button type="button" class="btn btn-small" onClick={() => begin('csv')}>
            CSV
          </button>
        </span>
      )}
    </div>
  );
}
