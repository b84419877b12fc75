import { pb } from './api';
import { todayIn } from './dates';

/** The firm's time zone, once loaded. */
let zone = undefined as string | undefined;

/** Loads the firm's time zone; until then the browser's own is used. */
export async function loadZone() {
  try {
    const [found] = (await pb.collection('schedule').getList(1, 1, { skipTotal: true, fields: 'timezone' })).items;
    todayIn(new Date(), found?.timezone); // the browser may not know a zone that the server does
    zone = found?.timezone;
  } catch {
    /* the reader's own, then */
  }
}

/** Today in the firm's time zone. */
export const firmToday = () => todayIn(new Date(), zone);
