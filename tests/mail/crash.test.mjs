// The power goes between the commit and the mail, 200 times: whoever was to be
// told is told, once, or twice where the cut came after the mail server had the
// letter and before we knew.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startMail } from '../mail.mjs';
import { adminToken, call, liftLimits, password, startServer } from '../server.mjs';

const cuts = 200;
const lanes = 2; // desks at once, one a core

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** One desk with a client, a consultant and a task between them. */
async function open(mail) {
  const server = await startServer();
  const token = await adminToken(server.url);
  await liftLimits(server.url, token);
  await call(server.url, 'PATCH', '/api/settings', { smtp: { enabled: true, host: '127.0.0.1', port: mail.port } }, token);
  const person = async (username, fields, as) => {
    await call(server.url, 'POST', '/api/collections/users/records', { username, email: `${username}@example.com`, password, passwordConfirm: password, ...fields }, as);
    return call(server.url, 'POST', '/api/collections/users/auth-with-password', { identity: username, password });
  };
  const olga = await person('olga', { profile: { organization: 'ПАО Сбербанк', inn: '7707083893' } });
  const anna = await person('anna', { role: 'consultant' }, token);
  const task = await call(server.url, 'POST', '/api/collections/tasks/records', { title: 'Свет гаснет' }, olga.token);
  await call(server.url, 'PATCH', `/api/collections/tasks/records/${task.id}`, { consultant: anna.record.id }, anna.token);
  return { server, olga, anna, at: `/api/collections/tasks/records/${task.id}` };
}

const rows = async (url, filter) => (await call(url, 'GET', `/api/collections/outbox/records?perPage=500&filter=${encodeURIComponent(filter)}`, undefined, await adminToken(url))).items;

async function lane(n) {
  let cut = () => {};
  const mail = await startMail({ taken: () => cut() });
  const { server, olga, anna, at } = await open(mail);
  try {
    for (let i = 0; i < n; i++) {
      // By turns: at once, a moment later, and while the mail server has the letter in hand.
      const taken = i % 4 === 3 ? new Promise((resolve) => { cut = () => { cut = () => {}; resolve(server.kill()); }; }) : null;
      const [who, status] = i % 2 ? [olga, 'in_progress'] : [anna, 'done'];
      await call(server.url, 'PATCH', at, { status }, who.token).catch((e) => { if (!taken) throw e; }); // the cut may come before the answer
      if (taken) await taken;
      else { if (i % 4) await pause(Math.random() * 12); await server.kill(); }
      await server.start();
    }
    for (let i = 0; i < 200 && (await rows(server.url, 'status != "sent"')).length; i++) await pause(50);
    const all = await rows(server.url, 'kind = "done" || kind = "reopened"');
    const times = (id) => mail.letters.filter((l) => l.text.includes(`X-Otklik-Letter: ${id}`)).length;
    return { told: all.length, unsent: all.filter((r) => r.status !== 'sent').length, lost: all.filter((r) => !times(r.id)).length, twice: all.filter((r) => times(r.id) === 2).length, more: all.filter((r) => times(r.id) > 2).length };
  } finally {
    await server.stop();
    await mail.stop();
  }
}

test('no notification is lost when the program is killed', async () => {
  const started = performance.now();
  const results = await Promise.all(Array.from({ length: lanes }, () => lane(cuts / lanes)));
  const sum = (what) => results.reduce((n, r) => n + r[what], 0);
  console.log(`    ${cuts} kills in ${Math.round((performance.now() - started) / 1000)} s: ${sum('told')} told, ${sum('lost')} lost, ${sum('twice')} came twice`);
  assert.equal(sum('told'), cuts);
  assert.equal(sum('unsent'), 0);
  assert.equal(sum('lost'), 0);
  assert.equal(sum('more'), 0);
});
