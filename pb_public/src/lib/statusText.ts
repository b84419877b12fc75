import { isStaff } from './api';
import { t } from './i18n';
import ru from './ru';

/** The key of a status as the client of the task reads it, if that is not what staff read. */
const ownKey = (status: string) =>
  `status.${status}_own` in ru ? (`status.${status}_own` as 'status.waiting_own') : null;

/** Whether it is the client's turn in a status: staff need not look at it. */
export const isClientsTurn = (status: string) => ownKey(status) !== null;

/** A status as its reader calls it. */
export const statusText = (status: string, staff = isStaff()) =>
  t((!staff && ownKey(status)) || (`status.${status}` as 'status.new'));
