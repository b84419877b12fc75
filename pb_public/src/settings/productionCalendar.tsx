import './calendar.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { run } from '../lib/api';
import { t } from '../lib/i18n';
import { toast } from '../lib/toast';
import type { CalendarYear } from '../lib/types';
import { Choice } from '../ui/field';
import { Failed, Ghosts } from '../ui/states';
import { CalendarMonth } from './calendarMonth';
import { type Marks, marksOf, monthsOf, sums, turned } from './calendarYear';
import { dropYear, importYear, saveYear, useCalendar } from './useCalendar';

/** The days of a year, by month; they are rendered once somebody wants to see them. */
function Days({ of, onSaved }: { of: CalendarYear; onSaved: () => void }) {
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState<Marks | null>(null);
  const [wrong, setWrong] = useState('');
  const [busy, setBusy] = useState(false);
  const marks = typed ?? marksOf(of.months);
  const said = sums(of.year, marks);
  const save = async () => {
    setBusy(true);
    const fields = (errors: Record<string, string>) => setWrong(Object.values(errors)[0] ?? '');
    if (
      await run(() => saveYear(of, monthsOf(of.year, marks)), {
        fields,
        ok: t('calendar.saved', { year: String(of.year) }),
      })
    )
      onSaved();
    setBusy(false);
  };
  const leave = () => {
    setTyped(null);
    setWrong('');
  };
  return (
    <details class="more cal-year" onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>
        {[
          t('calendar.work', { n: said.work }),
          t('calendar.off', { n: said.off }),
          t('calendar.short', { n: said.short }),
        ].join(', ')}
      </summary>
      {open && (
        <>
          <p class="hint">{t('calendar.how')}</p>
          <div class="cal-months">
            {Array.from({ length: 12 }, (_, month) => (
              <CalendarMonth
                key={month}
                year={of.year}
                month={month}
                marks={marks}
                onTurn={(day: string) => setTyped(turned(marks, day))}
              />
            ))}
          </div>
          {wrong && (
            <p class="error" role="alert">
              {wrong}
            </p>
          )}
          {typed && (
            <div class="actions actions-start cal-save">
              <button type="button" class="btn btn-main" aria-busy={busy} onClick={save}>
                {t('calendar.save', { year: String(of.year) })}
              </button>
              <button type="button" class="btn" onClick={leave}>
                {t('form.cancel')}
              </button>
            </div>
          )}
        </>
      )}
    </details>
  );
}

/** Chooses a file of a year and sends it. */
function FromFile({ onRead }: { onRead: (year: CalendarYear) => void }) {
  const input = useRef<HTMLInputElement | null>(null);
  const [wrong, setWrong] = useState('');
  const send = async (file: File | undefined) => {
    setWrong('');
    if (!file) return;
    const fields = (errors: Record<string, string>) => setWrong(Object.values(errors)[0] ?? '');
    const year = await run(() => importYear(file), { fields });
    if (input.current) input.current.value = ''; // the same file may be chosen again
    if (!year) return;
    toast(t('calendar.read', { year: String(year.year) }));
    onRead(year);
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept=".json,.xml"
        aria-label={t('calendar.file')}
        onChange={(e) => send(e.currentTarget.files?.[0])}
      />
      <button
        type="button"
        class="btn"
        aria-describedby={wrong ? 'calendar-e' : undefined}
        onClick={() => input.current?.click()}
      >
        {t('calendar.file')}
      </button>
      {wrong && (
        <p class="error" role="alert" id="calendar-e">
          {wrong}
        </p>
      )}
    </>
  );
}

/** The production calendar by year: where it is from, its days, and a file for another. */
export function ProductionCalendar() {
  const { year, failed, read } = useCalendar();
  const [turn, setTurn] = useState(0);
  const of = year.value;
  const show = (next: CalendarYear) => {
    year.value = next;
    setTurn(turn + 1);
  };
  const again = async (n?: number) => {
    await read(n);
    setTurn((now) => now + 1);
  };
  useEffect(() => {
    // a link may ask for it: it stands below the hours
    if (of && location.hash === '#calendar') document.getElementById('calendar')?.scrollIntoView();
  }, [!of]);
  const drop = async (id: string, n: number) => {
    if (await run(() => dropYear(id), { ok: t('calendar.dropped', { year: String(n) }) })) again(n);
  };
  return (
    <section class="stack" id="calendar" aria-labelledby="calendar-h">
      <h3 id="calendar-h">{t('calendar.title')}</h3>
      <p class="hint">{t('calendar.about')}</p>
      {failed.value && <Failed text={failed.value} retry={() => read(of?.year)} />}
      {!of && !failed.value && <Ghosts n={2} />}
      {of && (
        <>
          <Choice
            legend={t('calendar.year')}
            name="calendar-year"
            value={String(of.year)}
            quiet
            onPick={(n: string) => again(Number(n))}
            options={of.years.map((y) => ({ value: String(y.year), label: String(y.year) }))}
          />
          <p class={of.origin === 'law' ? 'cal-missing' : ''}>
            {t(`calendar.origin_${of.origin}`, { year: String(of.year) })}
          </p>
          <Days key={`${of.year} ${turn}`} of={of} onSaved={() => again(of.year)} />
          <div class="actions actions-start">
            <FromFile onRead={show} />
            {of.id && (
              <button type="button" class="btn" onClick={() => drop(of.id, of.year)}>
                {t('calendar.drop', { year: String(of.year) })}
              </button>
            )}
          </div>
        </>
      )}
    </section>
  );
}
