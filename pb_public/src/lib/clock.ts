// The clock of the server: that of a device may be wrong by hours, and what may
// be done for some minutes is measured by the server's.

let ahead = 0;

/**
 * Takes the server's time from a response.
 * @param header its Date
 */
export function hearClock(header: string | null | undefined) {
  const at = Date.parse(header ?? '');
  if (!Number.isNaN(at)) ahead = at + 500 - Date.now(); // it is in whole seconds
}

/** The time of the server, in ms. */
export const serverNow = () => Date.now() + ahead;
