// The records of the API as the page reads them; see the collections of the server.

import type {
  Language,
  NotificationKind,
  Priority,
  ProfileField,
  ReportTable,
  Role,
  SelectValue,
  Status,
} from './contract';

interface Row {
  id: string;
  collectionId: string;
  collectionName: string;
  created: string;
  updated: string;
}
export interface User extends Row {
  username: string;
  email: string;
  name: string;
  role: Role;
  locale: Language;
  verified: boolean;
  blocked: boolean;
  muted: string[];
}
export interface Profile extends Row, Record<ProfileField, string> {
  user: string;
}
/** What staff know of an organisation; a client's own profile has none of it. */
export interface Facts {
  onec_configuration: string;
  onec_release: string;
  hosting: '' | SelectValue<'profiles.hosting'>;
  contract_until: string;
}
/** The client's card beside a task. */
export interface Card {
  user: { id: string; username: string; name: string; email: string; blocked: boolean; created: string };
  profile: Facts & Pick<Profile, 'id' | 'user' | ProfileField>;
  open: { id: string; number: number; title: string; status: Status }[];
  ratings: { number: number; title: string; rating: number; comment: string; created: string }[];
  counts: { tasks: number; open: number };
}
/** A canned answer; without an owner it is shared. */
export interface Canned {
  id: string;
  title: string;
  body: string;
  owner: string;
  used: number;
}
/** What files were called where they came from, by their stored names. */
export type FileNames = Record<string, string>;
export interface Task extends Row {
  number: number;
  title: string;
  description: string;
  status: Status;
  priority: Priority;
  client: string;
  profile: string;
  consultant: string;
  category: string;
  files: string[];
  file_names: FileNames | null;
  done_at: string;
  closed_at: string;
  archived_at: string;
  due_at: string;
  /** Whose the last comment is; empty too if the client's asks for nothing. */
  last_by: 'client' | 'staff' | '';
  last_at: string;
  rev: number;
  quoted: string;
  expand?: { profile?: Profile; client?: User };
}
export interface Assessment extends Row {
  task: string;
  client: string;
  consultant: string;
  rating: number;
  comment: string;
}
/** A comment, or a note, which is never edited. */
export interface Comment extends Row {
  task: string;
  author: string;
  body: string;
  files: string[];
  file_names: FileNames | null;
  edited_at?: string;
  quoted?: string;
}
export interface Event extends Row {
  task: string;
  profile: string;
  actor: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  event: Exclude<SelectValue<'history.event'>, 'user' | 'settings' | 'exported'>;
}
export interface Site extends Row {
  name: string;
  about: string;
  phone: string;
  email: string;
  address: string;
  hours: string;
  logo: string;
}
export interface QueueItem {
  id: string;
  number: number;
  title: string;
  status: Status;
  priority: Priority;
  created: string;
  updated: string;
  archived_at: string;
  rev: number;
  client: string;
  client_name: string;
  username: string;
  profile: string;
  organization: string;
  inn: string;
  category: string;
  consultant: string;
  consultant_name: string;
  rating: number;
  last_by: 'client' | 'staff' | '';
  last_at: string;
  answered_at: string;
  done_at: string;
  closed_at: string;
  due_at: string;
  title_marked?: string;
  snippet?: string;
  where?: string;
}
export interface QueuePage {
  items: QueueItem[];
  next: string;
  total: number;
  counts: Record<Status | 'mine' | 'unassigned' | 'answered' | 'overdue' | 'all', number>;
  /** How far the search index is being made anew, in tasks; absent if it is complete. */
  indexing?: Indexing;
}
export interface Indexing {
  done: number;
  total: number;
}
/** A task that a client's search has found; title_marked and snippet mark the matches, see ui/marked.tsx. */
export interface Found {
  id: string;
  number: number;
  title: string;
  title_marked: string;
  status: Status;
  created: string;
  consultant_name: string;
  snippet: string;
  where: 'title' | 'description' | 'comment' | 'number' | 'organization';
  answer?: string;
}
/** A notification. Without bell it only marks its task as unread. */
export interface Notification {
  id: string;
  kind: NotificationKind;
  task: string;
  actor: string;
  bell: boolean;
  read_at: string;
  created: string;
  expand?: { task?: { number: number; title: string }; actor?: { name: string; username: string } };
}
/** A mail that came, and what became of it. */
export interface Mail extends Row {
  message_id: string;
  sender: string;
  sender_name: string;
  recipient: string;
  subject: string;
  body: string;
  quoted: string;
  reply_to: string;
  reply_to_name: string;
  raw: string;
  status: SelectValue<'inbox.status'>;
  reason: string;
  user: string;
  task: string;
  comment: string;
  handled_by: string;
  handled_at: string;
  expand?: { task?: { number: number; title: string; archived_at?: string }; user?: User };
}
/** The files of a mail that its task or comment does not have. */
export interface MailFiles extends Row {
  task: string;
  comment: string;
  files: string[];
  file_names: Task['file_names'];
}
export interface FoundClient {
  id: string;
  username: string;
  name: string;
  email: string;
  organization: string;
  inn: string;
  blocked: boolean;
}
/** A member of staff with their load. */
export interface StaffItem {
  id: string;
  name: string;
  username: string;
  email: string;
  role: Role;
  blocked: boolean;
  open: number;
  waiting: number;
  overdue: number;
  done_week: number;
}
/** What tasks are about. */
export interface Category extends Row {
  name: string;
  position: number;
  retired: boolean;
}
/** Hours of a day, «09:00» to «18:00». */
export type Hours = [string, string][];
export interface Schedule extends Row {
  timezone: string;
  week: Hours[];
  exceptions: Record<string, Hours> | null;
  target_high: number;
  target_normal: number;
  target_low: number;
}
/** The days of a month that differ from a working day: 1,8*,11+. */
export interface CalendarMonth {
  month: number;
  days: string;
}
/** A year of the production calendar, and the years that can be asked for. */
export interface CalendarYear {
  year: number;
  months: CalendarMonth[];
  transitions: { from: string; to: string }[];
  origin: 'shipped' | 'own' | 'law';
  /** Of the record, if the year is the firm's own. */
  id: string;
  years: { year: number; origin: string }[];
}
/** A line of the log. */
export interface LogItem {
  id: string;
  created: string;
  actor: string;
  actor_name: string;
  event: SelectValue<'history.event'>;
  task: string;
  number: number;
  title: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  about: string;
}

/** Days are 2006-01-02 of the schedule's time zone, both included. */
export interface ReportPeriod {
  from: string;
  to: string;
}
/** Working minutes over n tasks; zero without any. */
export interface ReportTime {
  n: number;
  median: number;
  p90: number;
}
/** What each is, and the filter of the queue that lists its tasks, beside view=all. */
export interface ReportFigures {
  /** created=from..to */
  created: number;
  /** done=from..to */
  done: number;
  /** closed=from..to */
  closed: number;
  /** Those of created that are open now: created=from..to&status=new,in_progress,waiting */
  open: number;
  /** From created to the first answer of staff, over those of created that have one. */
  answer: ReportTime;
  /** From created to done, over done. */
  work: ReportTime;
  /** Done, or closed without having been done: finished=from..to */
  finished: number;
  /** Those of finished that are rated: finished=from..to&rating=1,2,3,4,5; of finished they are the rate of response. */
  rated: number;
  /** How many of them have each rating, the lowest first: finished=from..to&rating=1 */
  ratings: number[];
  /** Up to 3: finished=from..to&rating=1,2,3 */
  low: number;
}
/** A consultant, an organisation (the id is of a profile), a priority or a category; without an id: of tasks that have none (consultant=none). */
export interface ReportRow extends ReportFigures {
  id: string;
  name: string;
  inn?: string;
}
/** A day, or the week of a Monday; weeks at the ends of the period have only their days within it. */
interface ReportDay {
  date: string;
  created: number;
  done: number;
  closed: number;
}
/** Open tasks created from..to: status=new,in_progress,waiting&created=from..to; from is empty for the oldest. */
interface ReportAge {
  age: 'day' | '3days' | 'week' | 'month' | 'older';
  n: number;
  from: string;
  to: string;
}
/** GET /api/desk/reports?from=&to=&consultant=&organization=&priority=&category=; without from and to: this calendar month. */
export interface Report extends Record<ReportTable, ReportRow[]>, Partial<Record<`${ReportTable}_total`, number>> {
  period: ReportPeriod;
  before: ReportPeriod;
  totals: { now: ReportFigures; before: ReportFigures };
  days: ReportDay[];
  weeks: ReportDay[];
  /** The open tasks of now; overdue is view=overdue. */
  backlog: { n: number; overdue: number; now: ReportAge[] };
  /** How many low ratings wait for an answer now: see LowPage. */
  low: number;
}
/** A rating of up to 3 that nobody has answered; POST /api/desk/low/{id}/answered takes it off the list. */
export interface LowItem {
  id: string;
  rating: number;
  comment: string;
  rated: string;
  task: string;
  number: number;
  title: string;
  status: Status;
  client: string;
  client_name: string;
  organization: string;
  consultant: string;
  consultant_name: string;
}
/** GET /api/desk/low?after=&limit= for managers, the longest waiting first. */
export interface LowPage {
  items: LowItem[];
  next: string;
  total: number;
}
