// The power goes between the commit and the mail, 200 times: whoever was to be
// told is told, once, or twice where the cut came after the mail server had the
// letter and before we knew.
import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import { Client, type Fields } from '../api.ts';
import { type MailServer, startMail } from '../mail.ts';
import { openRoot, password, sendMailsTo, startServer } from '../server.ts';
import { pause } from './servers.ts';

const cuts = 200;
const lanes = 2; // desks at once, one a core

/** One desk with a client, a consultant and a task between them. */
async function open(mail: MailServer) {
  const server = await startServer();
  const root = await openRoot(server.url);
  await sendMailsTo(root, mail.port);
  const guest = new Client(server.url);
  const person = async (username: string, fields: Fields, by: Client) => {
    await by.create('users', { username, email: `${username}@example.com`, password, passwordConfirm: password, ...fields });
    return guest.signIn(username, password);
  };
  const olga = await person('olga', { profile: { organization: 'ПАО Сбербанк', inn: '7707083893' } }, guest);
  const anna = await person('anna', { role: 'consultant' }, root);
  const task = await olga.create('tasks', { title: 'Свет гаснет' });
  await anna.update('tasks', task.id, { consultant: anna.record.id });
  return { server, root, olga, anna, task };
}

/** Waits until every letter is with the mail server, ten seconds at most. */
async function allSent(root: Client) {
  for (let i = 0; i < 200 && (await root.list('outbox', 'status != "sent"')).length; i++) await pause(50);
}

async function lane(n: number) {
  let cut = () => {};
  const mail = await startMail({ taken: () => cut() });
  const { server, root, olga, anna, task } = await open(mail);
  try {
    for (let i = 0; i < n; i++) {
      // By turns: at once, a moment later, and while the mail server has the letter in hand. Each
      // cut meets this step's letter alone: one that two cuts meet may come three times.
      await allSent(root);
      const taken = i % 4 === 3 ? new Promise<void>((resolve) => { cut = () => { cut = () => {}; resolve(server.kill()); }; }) : null;
      const step = i % 2 ? olga.update('tasks', task.id, { status: 'in_progress' }) : anna.update('tasks', task.id, { status: 'done' });
      await step.catch((e) => { if (!taken) throw e; }); // the cut may come before the answer
      if (taken) await taken;
      else { if (i % 4) await pause(Math.random() * 12); await server.kill(); }
      await server.start();
    }
    await allSent(root);
    const all = await root.list('outbox', 'kind = "done" || kind = "reopened"');
    const times = (id: string) => mail.letters.filter((l) => l.text.includes(`X-Otklik-Letter: ${id}`)).length;
    return { told: all.length, unsent: all.filter((r) => r.status !== 'sent').length, lost: all.filter((r) => !times(r.id)).length, twice: all.filter((r) => times(r.id) === 2).length, more: all.filter((r) => times(r.id) > 2).length };
  } finally {
    await server.stop();
    await mail.stop();
  }
}

test('no notification is lost when the program is killed', async () => {
  const started = performance.now();
  const results = await Promise.all(Array.from({ length: lanes }, () => lane(cuts / lanes)));
  const sum = (what: keyof Awaited<ReturnType<typeof lane>>) => results.reduce((n, r) => n + r[what], 0);
  console.log(`    ${cuts} kills in ${Math.round((performance.now() - started) / 1000)} s: ${sum('told')} told, ${sum('lost')} lost, ${sum('twice')} came twice`);
  assert.equal(sum('told'), cuts);
  assert.equal(sum('unsent'), 0);
  assert.equal(sum('lost'), 0);
  assert.equal(sum('more'), 0);
});
