/** The records of the API as the page reads them; see the collections of the server. */
export type Role = 'client' | 'consultant' | 'manager';
export type Status = 'new' | 'in_progress' | 'waiting' | 'done' | 'closed';
export type Priority = 'low' | 'normal' | 'high';

interface Row { id: string; collectionId: string; collectionName: string; created: string; updated: string }
export interface User extends Row { username: string; email: string; name: string; role: Role; locale: 'ru' | 'en'; verified: boolean; blocked: boolean; muted: string[] }
export interface Profile extends Row { user: string; organization: string; inn: string; kpp: string; ogrn: string; address: string; phone: string; contact: string }
/** What staff know of an organisation; a client's own profile has none of it. */
export interface Facts { onec_configuration: string; onec_release: string; hosting: '' | 'cloud' | 'local'; contract_until: string }
/** What staff want to know of a client beside a task. */
export interface Card {
  user: { id: string; username: string; name: string; email: string; blocked: boolean; created: string };
  profile: Facts & Pick<Profile, 'id' | 'user' | 'organization' | 'inn' | 'kpp' | 'ogrn' | 'address' | 'phone' | 'contact'>;
  open: { id: string; number: number; title: string; status: Status }[];
  ratings: { number: number; title: string; rating: number; comment: string; created: string }[];
  counts: { tasks: number; open: number };
}
/** A canned answer; without an owner it is everybody's. */
export interface Canned { id: string; title: string; body: string; owner: string; used: number }
export interface Task extends Row {
  number: number; title: string; description: string; status: Status; priority: Priority; client: string; profile: string;
  consultant: string; files: string[]; done_at: string; closed_at: string; archived_at: string; rev: number;
  expand?: { profile?: Profile; client?: User };
}
export interface Assessment extends Row { task: string; client: string; consultant: string; rating: number; comment: string }
/** A comment, or a note, which is never edited. */
export interface Letter extends Row { task: string; author: string; body: string; files: string[]; edited_at?: string; quoted?: string }
export interface Event extends Row {
  task: string; profile: string; actor: string; before: Record<string, unknown> | null; after: Record<string, unknown> | null;
  event: 'created' | 'edited' | 'status' | 'assigned' | 'assessed' | 'archived' | 'restored' | 'profile';
}
export interface Site extends Row { name: string; about: string; phone: string; email: string; address: string; hours: string; logo: string }
export interface QueueItem {
  id: string; number: number; title: string; status: Status; priority: Priority; created: string; updated: string; archived_at: string; rev: number;
  client: string; client_name: string; username: string; profile: string; organization: string; inn: string; consultant: string;
  consultant_name: string; rating: number; last_by: 'client' | 'staff' | ''; last_at: string; answered_at: string; due_at: string;
  title_marked?: string; snippet?: string; where?: string;
}
export interface QueuePage { items: QueueItem[]; next: string; total: number; counts: Record<Status | 'mine' | 'unassigned' | 'answered' | 'overdue' | 'all', number> }
/** A task that a search has found: the marks of title_marked and snippet are what was asked for, see ui/marked.js. */
export interface Found {
  id: string; number: number; title: string; title_marked: string; status: Status; created: string; consultant_name: string;
  snippet: string; where: 'title' | 'description' | 'comment' | 'note' | 'number' | 'organization'; answer?: string;
}
export type NoticeKind = 'answer' | 'question' | 'done' | 'closing' | 'closed' | 'assigned' | 'answered' | 'reopened' | 'rated' | 'unassigned' | 'low_rating' | 'held';
/** What a person was told. One without bell only marks its task as unread. */
export interface Notice {
  id: string; kind: NoticeKind; task: string; actor: string; bell: boolean; read_at: string; created: string;
  expand?: { task?: { number: number; title: string }; actor?: { name: string; username: string } };
}
/** A mail that came, and what became of it. */
export interface Mail extends Row {
  message_id: string; sender: string; sender_name: string; recipient: string; subject: string; body: string; quoted: string; raw: string;
  status: 'accepted' | 'held' | 'refused' | 'ignored'; reason: string; user: string; task: string; comment: string; handled_by: string; handled_at: string;
  expand?: { task?: { number: number; title: string; archived_at?: string }; user?: User };
}
export interface FoundClient { id: string; username: string; name: string; email: string; organization: string; inn: string }
