// The power goes between the commit and the mail, 200 times: whoever was to be
// told is told, once, or twice where the cut came after the mail server had the
// letter and before we knew. Where letters pile up, one may meet several cuts, and
// come once more for each.
import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import { Client, type Fields } from '../api.ts';
import { type MailServer, startMail } from '../mail.ts';
import { openRoot, password, sendMailsTo, startServer } from '../server.ts';
import { pause, until } from './servers.ts';

const cuts = 200;

/** One desk with a task of a client, and two consultants who hand it to and fro: such letters go at once. */
async function open(mail: MailServer) {
  const server = await startServer();
  const root = await openRoot(server.url);
  await sendMailsTo(root, mail.port);
  const guest = new Client(server.url);
  const person = async (username: string, fields: Fields, by: Client) => {
    await by.create('users', {
      username,
      email: `${username}@example.com`,
      password,
      passwordConfirm: password,
      ...fields,
    });
    return guest.signIn(username, password);
  };
  const olga = await person('olga', { profile: { organization: 'ПАО Сбербанк', inn: '7707083893' } }, guest);
  const anna = await person('anna', { role: 'consultant' }, root);
  const igor = await person('igor', { role: 'consultant' }, root);
  const task = await olga.create('tasks', { title: 'Свет гаснет' });
  await anna.update('tasks', task.id, { consultant: anna.record.id }); // of which nobody is notified
  return { server, root, anna, igor, task };
}

/** Waits until every letter is with the mail server. */
const allSent = (root: Client) =>
  until('every letter is sent', async () => !(await root.list('outbox', 'status != "sent"')).length, 1200);

/** @param backlog whether letters pile up: the mail server is slow, and a step waits for those before it only where it must */
async function lane(n: number, backlog: boolean) {
  let cut = () => {};
  const mail = await startMail({ taken: () => cut(), slow: backlog ? 80 : 0 });
  const { server, root, anna, igor, task } = await open(mail);
  const kills: [from: number, to: number][] = [];
  const kill = async () => {
    const from = Date.now();
    await server.kill();
    kills.push([from, Date.now()]);
  };
  try {
    for (let i = 0; i < n; i++) {
      // By turns: at once, a moment later, and while the mail server has the letter in hand, which
      // must be this step's: one of a step before could bring the cut before the change is stored.
      if (!backlog || i % 4 === 3) await allSent(root);
      const taken =
        i % 4 === 3
          ? new Promise<void>((resolve) => {
              cut = () => {
                cut = () => {};
                resolve(kill());
              };
            })
          : null;
      const [from, to] = i % 2 ? [igor, anna] : [anna, igor];
      const step = from.update('tasks', task.id, { consultant: to.record.id });
      await step.catch((e) => {
        if (!taken) throw e;
      }); // the cut may come before the answer
      if (taken) await taken;
      else {
        if (i % 4) await pause(Math.random() * 12);
        await kill();
      }
      await server.start();
    }
    await allSent(root);
    const all = await root.list('outbox', 'kind = "assigned"');
    const letters = all.map((r) => ({
      copies: mail.letters.filter((l) => l.text.includes(`X-Otklik-Letter: ${r.id}`)).length,
      cuts: kills.filter(([from, to]) => Date.parse(r.created) <= to && from <= Date.parse(r.sent_at)).length,
    }));
    const count = (which: (letter: (typeof letters)[number]) => boolean) => letters.filter(which).length;
    return {
      told: all.length,
      lost: count((l) => !l.copies),
      again: count((l) => l.copies > 1),
      piled: count((l) => l.cuts > 1),
      more: count((l) => l.copies > l.cuts + 1),
    };
  } finally {
    await server.stop();
    await mail.stop();
  }
}

test('no notification is lost when the program is killed', async () => {
  const started = performance.now();
  const results = await Promise.all([lane(cuts / 2, false), lane(cuts / 2, true)]);
  const sum = (what: keyof Awaited<ReturnType<typeof lane>>) => results.reduce((n, r) => n + r[what], 0);
  console.log(
    `    ${cuts} kills in ${Math.round((performance.now() - started) / 1000)} s: ${sum('told')} told, ${sum('lost')} lost, ${sum('again')} came again, ${sum('piled')} met several`,
  );
  assert.equal(sum('told'), cuts);
  assert.equal(sum('lost'), 0);
  assert.equal(sum('more'), 0);
  assert.notEqual(sum('piled'), 0);
});
