// What follows from the contract with the server, in the units of the page.

import { limits, periods, ratings, type Status, statuses } from './contract';

const namesOf = (some: readonly { name: Status }[]) => some.map(({ name }) => name);

/** Statuses of what is not done yet. */
export const openStatuses = namesOf(statuses.filter((status) => status.open));
/** Statuses of what is done or closed. */
export const endedStatuses = namesOf(statuses.filter((status) => !status.open));
/** Statuses of what a consultant works on. */
export const workedStatuses = namesOf(statuses.filter((status) => status.open && status.needsConsultant));

const minute = 60_000;
/** A day, in ms. */
export const dayLong = 24 * 60 * minute;
/** How long the server lets an author correct a comment, in ms. */
export const editPeriod = periods.editMinutes * minute;
/** After how long a done task closes by itself, in ms. */
export const closesAfter = periods.doneClosesInDays * dayLong;
/** How long a client may reopen a closed task, in ms. */
export const reopenPeriod = periods.reopenDays * dayLong;
/** How long an assessment may be changed, in ms. */
export const assessPeriod = periods.assessDays * dayLong;
/** How long a deleted task is kept, in ms. */
export const archivePeriod = periods.archiveKeepsDays * dayLong;

/** Most files that are sent at once. */
export const maxFiles = limits.tasks.files.maxSelect;
/** Largest size of a file, in bytes. */
export const maxSize = limits.tasks.files.maxSize;
/** The lengths that a field's control allows. */
export const lengthsOf = ({ min, max }: { min: number; max: number }) => ({
  ...(min > 0 && { minlength: min }),
  maxlength: max,
});
/** The ratings, the lowest first. */
export const allRatings = Array.from({ length: ratings.highest }, (_, i) => i + 1);
/** The ratings that managers are notified of. */
export const lowRatings = allRatings.filter((rating) => rating <= ratings.low);
