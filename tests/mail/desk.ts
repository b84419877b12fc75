// One desk with people and a task, for the tests of mails.
import { Client, type Collection, type Fields, type Person } from '../api.ts';
import { openRoot, password, sendMailsTo, startServer } from '../server.ts';

export const address = 'desk@firma.example';

/** Olga and Ivan are clients, Anna a consultant, Boss a manager; Anna has Olga's task. */
export async function openDesk(flags: string[], { smtp }: { smtp?: number } = {}) {
  const server = await startServer(flags);
  const root = await openRoot(server.url);
  if (smtp) {
    await sendMailsTo(root, smtp);
    await root.send('PATCH', '/api/settings', { meta: { senderAddress: address } });
  }
  const { id } = await root.only('mailbox');
  const setMailbox = (fields: Fields) => root.update('mailbox', id, fields);
  await setMailbox({ address, plus: true, accept_unverified: true });
  const guest = new Client(server.url);
  const person = async (username: string, fields: Fields, by: Client) => {
    const made = await by.create('users', {
      username,
      email: `${username}@example.com`,
      password,
      passwordConfirm: password,
      ...fields,
    });
    await root.update('users', made.id, { verified: true });
    return guest.signIn(username, password);
  };
  const olga = await person('olga', { profile: { organization: 'ПАО Сбербанк', inn: '7707083893' } }, guest);
  const ivan = await person('ivan', { profile: { organization: 'ООО «Яндекс»', inn: '7736207543' } }, guest);
  const anna = await person('anna', { role: 'consultant' }, root);
  const boss = await person('boss', { role: 'manager' }, root);
  const task = await olga.create('tasks', { title: 'Не проводится документ' });
  const list = <C extends Collection>(collection: C, filter = '') => root.list(collection, filter);
  const patch = (who: Person, fields: Fields) => who.update('tasks', task.id, fields);
  return {
    ...server,
    root,
    olga,
    ivan,
    anna,
    boss,
    task,
    list,
    patch,
    setMailbox,
    mailbox: () => root.only('mailbox'),
  };
}

export type MailDesk = Awaited<ReturnType<typeof openDesk>>;
