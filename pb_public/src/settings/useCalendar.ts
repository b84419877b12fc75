import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { explain, pb } from '../lib/api';
import type { CalendarYear } from '../lib/types';

const route = '/api/desk/calendar';

/** A year of the production calendar; the firm's current one without a number. */
export function useCalendar() {
  const s = useMemo(() => ({ year: signal<CalendarYear | null>(null), failed: signal('') }), []);
  const read = async (year?: number) => {
    try {
      s.year.value = await pb.send<CalendarYear>(route, { method: 'GET', query: year ? { year } : {} });
      s.failed.value = '';
    } catch (e) {
      s.failed.value = explain(e);
    }
  };
  useEffect(() => {
    read();
  }, []);
  return { ...s, read };
}

/** Takes the year of a file of xmlcalendar. */
export function importYear(file: File) {
  const body = new FormData();
  body.append('file', file);
  return pb.send<CalendarYear>(route, { method: 'POST', body });
}

/** Saves a year as the firm's own. */
export const saveYear = ({ id, year, transitions }: CalendarYear, months: CalendarYear['months']) =>
  id
    ? pb.collection('calendar').update(id, { months })
    : pb.collection('calendar').create({ year, months, transitions });

/** Goes back to what the program knows of a year. */
export const dropYear = (id: string) => pb.collection('calendar').delete(id);
