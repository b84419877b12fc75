// One desk with people and a task, for the tests of mails.
import { adminToken, call, liftLimits, password, startServer } from '../server.mjs';

export const address = 'desk@firma.example';

/** Olga and Ivan are clients, Anna a consultant, Boss a manager; Anna has Olga's task. */
export async function openDesk(flags, { smtp } = { smtp: 0 }) {
  const server = await startServer(flags);
  const { url } = server;
  const admin = await adminToken(url);
  await liftLimits(url, admin);
  if (smtp) await call(url, 'PATCH', '/api/settings', { smtp: { enabled: true, host: '127.0.0.1', port: smtp }, meta: { senderAddress: address } }, admin);
  const [mailbox] = (await call(url, 'GET', '/api/collections/mailbox/records', undefined, admin)).items;
  const setMailbox = (fields) => call(url, 'PATCH', `/api/collections/mailbox/records/${mailbox.id}`, fields, admin);
  await setMailbox({ address, plus: true });
  const person = async (username, fields, as) => {
    const made = await call(url, 'POST', '/api/collections/users/records', { username, email: `${username}@example.com`, password, passwordConfirm: password, ...fields }, as);
    await call(url, 'PATCH', `/api/collections/users/records/${made.id}`, { verified: true }, admin);
    return call(url, 'POST', '/api/collections/users/auth-with-password', { identity: username, password });
  };
  const olga = await person('olga', { profile: { organization: 'ПАО Сбербанк', inn: '7707083893' } });
  const ivan = await person('ivan', { profile: { organization: 'ООО «Яндекс»', inn: '7736207543' } });
  const anna = await person('anna', { role: 'consultant' }, admin);
  const boss = await person('boss', { role: 'manager' }, admin);
  const task = await call(url, 'POST', '/api/collections/tasks/records', { title: 'Не проводится документ' }, olga.token);
  const at = `/api/collections/tasks/records/${task.id}`;
  const list = async (collection, filter, as = admin) => (await call(url, 'GET', `/api/collections/${collection}/records?perPage=500&sort=created&filter=${encodeURIComponent(filter)}`, undefined, as)).items;
  return { ...server, admin, olga, ivan, anna, boss, task, at, list, setMailbox, mailbox: () => list('mailbox', '').then((rows) => rows[0]), call: (method, path, body, as) => call(url, method, path, body, as) };
}
