// The desk's API as the tests use it: records by collection, and each request in
// the name of the person who makes it.

interface Stored {
  id: string;
  created: string;
}

export interface User extends Stored {
  username: string;
  name: string;
  email: string;
  role: string;
  muted: string[];
}

export interface Task extends Stored {
  number: number;
  title: string;
  description: string;
  status: string;
  client: string;
  consultant: string;
  category: string;
  files: string[];
  done_at: string;
  archived_at: string;
  rev: number;
}

export interface Comment extends Stored {
  author: string;
  body: string;
  quoted: string;
}

export interface Inbox extends Stored {
  status: string;
  reason: string;
  via: string;
  subject: string;
  message_id: string;
}

export interface Mailbox extends Stored {
  error: string;
  last_uid: number;
  checked_at: string;
  password: string;
}

export interface Outbox extends Stored {
  comments: string[];
  kind: string;
  status: string;
  text: string;
  message_id: string;
  sent_at: string;
}

export interface Schedule extends Stored {
  timezone: string;
  week: [from: string, to: string][][];
  exceptions: Record<string, [from: string, to: string][]>;
  target_high: number;
  target_low: number;
}

export interface Site extends Stored {
  name: string;
  about: string;
  phone: string;
  address: string;
  hours: string;
}

/** What a record of each collection has, so far as the tests read it. */
export interface Collections {
  assessments: Stored & { rating: number; comment: string };
  canned_answers: Stored;
  categories: Stored;
  comments: Comment;
  inbox: Inbox;
  mailbox: Mailbox;
  notes: Stored;
  notifications: Stored & { read_at: string };
  outbox: Outbox;
  schedule: Schedule;
  site: Site;
  tasks: Task;
  users: User;
}

export type Collection = keyof Collections;
export type Fields = Record<string, unknown>;

/** The first of a list that must have one. */
export function first<T>(list: readonly T[]): T {
  const [found] = list;
  if (found === undefined) throw new Error('an empty list has no first');
  return found;
}

const at = (collection: Collection, id = '') => `/api/collections/${collection}/records${id && `/${id}`}`;

/** Requests in the name of whose token it is; a guest has none. */
export class Client {
  constructor(
    readonly url: string,
    readonly token = '',
  ) {}

  /** One request to any route; the caller says what the answer is. */
  async send<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    const headers = { 'Content-Type': 'application/json', ...(this.token && { Authorization: this.token }) };
    const response = await fetch(this.url + path, { method, headers, body: JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : null) as T;
  }

  /** The records that a filter fits, oldest first. */
  async list<C extends Collection>(collection: C, filter = ''): Promise<Collections[C][]> {
    const query = new URLSearchParams({ perPage: '500', sort: 'created', filter });
    return (await this.send<{ items: Collections[C][] }>('GET', `${at(collection)}?${query}`)).items;
  }

  /** The record of a collection that has one for the whole firm. */
  async only<C extends 'mailbox' | 'schedule' | 'site'>(collection: C): Promise<Collections[C]> {
    return first((await this.send<{ items: Collections[C][] }>('GET', at(collection))).items);
  }

  get<C extends Collection>(collection: C, id: string) {
    return this.send<Collections[C]>('GET', at(collection, id));
  }
  create<C extends Collection>(collection: C, fields: Fields) {
    return this.send<Collections[C]>('POST', at(collection), fields);
  }
  update<C extends Collection>(collection: C, id: string, fields: Fields) {
    return this.send<Collections[C]>('PATCH', at(collection, id), fields);
  }
  remove(collection: Collection, id: string) {
    return this.send('DELETE', at(collection, id));
  }

  /** Another person at the same desk. */
  async signIn(identity: string, password: string): Promise<Person> {
    const path = '/api/collections/users/auth-with-password';
    const { token, record } = await this.send<{ token: string; record: User }>('POST', path, { identity, password });
    return new Person(this.url, token, record);
  }
}

/** Somebody who is signed in. */
export class Person extends Client {
  constructor(
    url: string,
    token: string,
    readonly record: User,
  ) {
    super(url, token);
  }

  get username() {
    return this.record.username;
  }
}
