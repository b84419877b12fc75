import { pb } from './api';
import { todayIn } from './dates';

/** The firm's time zone, once it is known. */
let zone = undefined as string | undefined;

/** Asks for the firm's time zone; until it is known the reader's own has to do. */
export async function loadZone() {
  try {
    const [found] = (await pb.collection('schedule').getList(1, 1, { skipTotal: true, fields: 'timezone' })).items;
    todayIn(new Date(), found?.timezone); // the browser may not know a zone that the server does
    zone = found?.timezone;
  } catch {
    /* the reader's own, then */
  }
}

/** The day that it is where the firm is. */
export const firmToday = () => todayIn(new Date(), zone);
