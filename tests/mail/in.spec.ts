// Mail in, with the mail servers of Debian: swaks writes as the foreign client,
// by SMTP and LMTP; Dovecot holds a mailbox that is read by IMAP; a sink of
// Postfix's takes what the desk sends.
import assert from 'node:assert/strict';
import { chmodSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { test } from '@playwright/test';
import { type Fields, first, type Task } from '../api.ts';
import { address, type MailDesk, openDesk } from './desk.ts';
import { type Mail, mailOf, pause, startDovecot, startSink, swaks, until } from './servers.ts';

const smtp = ['--mail-in', '127.0.0.1:0'];

test.describe('by SMTP', () => {
  let sink: Awaited<ReturnType<typeof startSink>>;
  let desk: MailDesk;
  test.beforeAll(async () => {
    sink = await startSink();
    desk = await openDesk(smtp, { smtp: sink.port });
  });
  test.afterAll(async () => {
    await desk?.stop();
    await sink?.stop();
  });
  const sent = (to: string, subject: string) =>
    until(`${to} has a mail about ${subject}`, () =>
      sink
        .mails()
        .find((l) => l.to === to && l.header('X-Otklik') === '1' && decoded(l.header('Subject')).includes(subject)),
    );

  test('neither side can tell what the other uses', async () => {
    swaks(
      desk.mailIn,
      'olga@example.com',
      address,
      mailOf({
        from: 'Olga <olga@example.com>',
        to: address,
        id: 'first.1@olga.example',
        subject: '=?utf-8?B?0J3QtSDQv9GA0L7QstC+0LTQuNGC0YHRjyDRgdGH0ZHRgg==?=',
        body: 'Oshibka',
      }),
    );
    const received = await sent('olga@example.com', 'Не проводится счёт');
    const task = first(await desk.list('tasks', 'title = "Не проводится счёт"'));
    await desk.boss.update('tasks', task.id, { consultant: desk.anna.record.id });
    await desk.anna.create('comments', { task: task.id, body: 'Какой у вас релиз?' });
    await desk.anna.update('tasks', task.id, { status: 'waiting' });
    assert.match(received.header('Reply-To'), new RegExp(`desk\\+${task.number}-[a-z2-7]{16}@firma\\.example`));
    const reply = mailOf({
      from: '=?koi8-r?B?78zYx8E=?= <olga@example.com>',
      to: received.header('Reply-To'),
      id: 'answer.1@olga.example',
      subject: `Re: ${received.header('Subject')}`,
      headers: [
        `In-Reply-To: ${received.header('Message-ID')}`,
        `References: ${received.header('Message-ID')}`,
        'MIME-Version: 1.0',
        'Content-Type: text/plain; charset=koi8-r',
        'Content-Transfer-Encoding: quoted-printable',
      ],
      body: '=F2=C5=CC=C9=DA 3.0.150\r\n\r\n25.11.2026 10:00, Anna (=EF=D4=CB=CC=C9=CB) =D0=C9=DB=C5=D4:\r\n> =EB=C1=CB=CF=CA =D2=C5=CC=C9=DA?\r\n',
    });
    swaks(desk.mailIn, 'olga@example.com', bare(received.header('Reply-To')), reply);
    const words = await desk.olga.list('comments', `task = "${task.id}"`);
    assert.deepEqual(
      words.map((w) => [w.author, w.body]),
      [
        [desk.anna.record.id, 'Какой у вас релиз?'],
        [desk.olga.record.id, 'Релиз 3.0.150'],
      ],
    );
    assert.match(words[1]?.quoted ?? '', /Какой релиз/);
    assert.equal((await desk.olga.get('tasks', task.id)).status, 'in_progress');

    // The consultant answers from a mail program too, and the client's program
    // shows it all as one conversation.
    const given = await sent('anna@example.com', 'Не проводится счёт');
    swaks(
      desk.mailIn,
      'anna@example.com',
      bare(given.header('Reply-To')),
      mailOf({
        from: 'Anna <anna@example.com>',
        to: given.header('Reply-To'),
        id: 'answer.2@firma.example',
        subject: 'Re: x',
        body: 'Obnovite do 3.0.151',
        headers: [`In-Reply-To: ${given.header('Message-ID')}`],
      }),
    );
    // The letter of the status takes the answer along, and waits until it can't be undone.
    await desk.anna.update('tasks', task.id, { status: 'done' });
    const [done, ...others] = await desk.list(
      'outbox',
      `task = "${task.id}" && status = "queued" && user = "${desk.olga.record.id}"`,
    );
    assert.deepEqual([done?.kind, done?.comments?.length, others.length], ['done', 2, 0]);
    const [, , last] = await desk.list('comments', `task = "${task.id}"`);
    assert.equal(last?.author, desk.anna.record.id);
  });

  test('a mail of a known client becomes a task, with its files', async () => {
    const said = swaks(
      desk.mailIn,
      'ivan@example.com',
      address,
      mailOf({
        from: 'Ivan <ivan@example.com>',
        to: address,
        id: 'new.1@ivan.example',
        subject: '=?utf-8?B?0J3QtSDRgdGF0L7QtNC40YLRgdGPINCx0LDQu9Cw0L3RgQ==?=',
        headers: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b'],
        body: '--b\r\nContent-Type: text/plain\r\n\r\nSmotrite fail\r\n--b\r\nContent-Type: text/csv; name=balance.csv\r\nContent-Disposition: attachment; filename=balance.csv\r\n\r\na;b\r\n1;2\r\n--b--',
      }),
    );
    assert.match(said, /250 2\.0\.0/);
    const task = first(await desk.list('tasks', `client = "${desk.ivan.record.id}"`));
    assert.equal(task.title, 'Не сходится баланс');
    assert.equal(task.description, 'Smotrite fail');
    assert.match(first(task.files), /^balance_.*\.csv$/);
    const confirmed = await sent('ivan@example.com', 'Не сходится баланс');
    assert.equal(confirmed.header('In-Reply-To'), '<new.1@ivan.example>');
  });

  test('a stranger waits, and the manager accepts', async () => {
    swaks(
      desk.mailIn,
      'new@else.example',
      address,
      mailOf({
        from: 'New <new@else.example>',
        to: address,
        id: 'new.1@else.example',
        subject: 'Price?',
        body: 'How much?',
      }),
    );
    const held = first(await desk.boss.list('inbox', 'status = "held"'));
    assert.equal(held.reason, 'stranger');
    const letter = await sent('boss@example.com', 'Price?');
    assert.match(letter.header('From'), /desk@firma\.example/);
    const made = await desk.boss.send<Task>('POST', `/api/desk/inbox/${held.id}/accept`, {
      username: 'newcomer',
      profile: { organization: 'ООО «Новое»', inn: '7736207543' },
    });
    assert.ok(made.number > 0);
    await sent('new@else.example', 'приглашение');
    await assert.rejects(desk.boss.send('POST', `/api/desk/inbox/${held.id}/refuse`, {}), /409.*inbox_handled/);
  });

  test('forged tokens and senders make nothing', async () => {
    const other = first(await desk.list('tasks', `client = "${desk.ivan.record.id}"`));
    const mine = bare((await sent('olga@example.com', 'Не проводится')).header('Reply-To'));
    const token = mine.match(/-([a-z2-7]{16})@/)?.[1];
    const before = (await desk.list('comments')).length;
    const attack = async (from: string, to: string, reason: string, headers: string[] = []) => {
      const id = `attack.${Math.random()}@evil.example`;
      swaks(desk.mailIn, from, to, mailOf({ from, to, id, subject: 'x', body: 'I am Olga', headers }));
      const row = first(await desk.list('inbox', `message_id = "${id}"`));
      assert.equal(`${row.status} ${row.reason}`, reason);
    };
    await attack('olga@example.com', `desk+${desk.task.number}-aaaaaaaaaaaaaaaa@firma.example`, 'held bad_token');
    await attack('olga@example.com', `desk+${other.number}-${token}@firma.example`, 'held bad_token');
    await attack('evil@evil.example', mine, 'held other_sender');
    await attack('ivan@example.com', mine, 'held other_sender');
    await attack('olga@example.com', mine, 'held not_authentic', [
      'Authentication-Results: mx.firma.example; dmarc=fail',
    ]);
    await attack('olga@example.com', mine, 'ignored auto_reply', ['Auto-Submitted: auto-replied']);
    await attack('anna@example.com', address, 'held staff');
    assert.equal((await desk.list('comments')).length, before);
  });

  test('it is no relay, and takes no mail over 25 MB', async () => {
    const mail = mailOf({
      from: 'x@else.example',
      to: 'victim@else.example',
      id: 'relay@else.example',
      subject: 'x',
      body: 'x',
    });
    assert.throws(() => swaks(desk.mailIn, 'x@else.example', 'victim@else.example', mail), /550 5\.1\.1/);
    assert.throws(() => swaks(desk.mailIn, 'x@else.example', 'olga@firma.example', mail), /550 5\.1\.1/);
    const big = mailOf({
      from: 'olga@example.com',
      to: address,
      id: 'big@olga.example',
      subject: 'x',
      body: `${'x'.repeat(998)}\r\n`.repeat(27_300),
    });
    assert.throws(() => swaks(desk.mailIn, 'olga@example.com', address, big), /552/);
    assert.equal((await desk.list('inbox', 'message_id ~ "relay" || message_id ~ "big@"')).length, 0);
  });

  test('a hundred automatic answers to a mail of ours make nothing', async () => {
    const to = bare((await sent('olga@example.com', 'Не проводится')).header('Reply-To'));
    const before = [await desk.list('comments'), await desk.list('outbox')].map((l) => l.length);
    const lines = ['EHLO x'];
    for (let i = 0; i < 100; i++)
      lines.push(
        'MAIL FROM:<olga@example.com>',
        `RCPT TO:<${to}>`,
        'DATA',
        `${mailOf({ from: 'olga@example.com', to, id: `loop.${i}@olga.example`, subject: 'Автоответ: в отпуске', body: 'Я в отпуске' })}.`,
      );
    await pipelined(desk.mailIn, [...lines, 'QUIT']);
    assert.equal((await desk.list('inbox', 'reason = "auto_reply" && message_id ~ "loop."')).length, 100);
    assert.deepEqual(
      [await desk.list('comments'), await desk.list('outbox')].map((l) => l.length),
      before,
    );
  });

  test('garbage by the megabyte does no harm', async () => {
    const noise = Buffer.alloc(1 << 20, 'x\0\xff\n');
    await Promise.all(
      Array.from(
        { length: 8 },
        () =>
          new Promise((resolve) => {
            const [host, port] = desk.mailIn.split(':');
            const c = connect(Number(port), host, () => {
              c.end(noise);
            });
            c.on('error', resolve).on('close', resolve).resume();
          }),
      ),
    );
    swaks(
      desk.mailIn,
      'ivan@example.com',
      address,
      mailOf({
        from: 'ivan@example.com',
        to: address,
        id: 'after@ivan.example',
        subject: 'After the noise',
        body: 'x',
      }),
    );
    assert.equal((await desk.list('tasks', 'title = "After the noise"')).length, 1);
  });

  // A sender that has no answer brings its mail again: none is lost, none comes twice.
  test('killed again and again, it loses no mail and makes none twice', async () => {
    const total = 60;
    let kept = 0;
    for (let i = 0; i < total; i++) {
      const mail = mailOf({
        from: 'ivan@example.com',
        to: address,
        id: `power.${i}@ivan.example`,
        subject: `Power ${i}`,
        body: 'x',
      });
      const lines = ['EHLO x', 'MAIL FROM:<ivan@example.com>', `RCPT TO:<${address}>`, 'DATA', `${mail}.`, 'QUIT'];
      const cut = i % 3 === 0;
      const talk = pipelined(desk.mailIn, lines).catch(() => '');
      if (cut) {
        await pause(Math.random() * 25);
        await desk.kill();
        await desk.start();
      }
      if (/^250 2\.0\.0 OK: queued/m.test(await talk)) kept++;
      else assert.match(await pipelined(desk.mailIn, lines), /^250 2\.0\.0 OK: queued/m);
    }
    console.log(`    ${total} mails and ${total / 3} kills: ${kept} taken at once, ${total - kept} brought again`);
    assert.equal((await desk.list('inbox', 'message_id ~ "power."')).length, total);
    const rows = await desk.list('inbox', 'message_id ~ "power." && status = "accepted"');
    assert.equal((await desk.list('tasks', 'title ~ "Power "')).length, rows.length);
  });
});

test('by LMTP', async () => {
  const desk = await openDesk(['--mail-in', 'lmtp://127.0.0.1:0']);
  try {
    assert.match(desk.mailIn, /^lmtp:/);
    swaks(
      desk.mailIn,
      'olga@example.com',
      address,
      mailOf({ from: 'olga@example.com', to: address, id: 'l1@olga.example', subject: 'By LMTP', body: 'x' }),
    );
    const row = first(await desk.list('inbox'));
    assert.equal(`${row.status} ${row.via}`, 'accepted lmtp');
  } finally {
    await desk.stop();
  }
});

test.describe('by IMAP', () => {
  let dovecot: Awaited<ReturnType<typeof startDovecot>>;
  let desk: MailDesk;
  test.beforeAll(async () => {
    dovecot = await startDovecot();
    desk = await openDesk(smtp);
  });
  test.afterAll(async () => {
    await desk?.stop();
    await dovecot?.stop();
  });
  const deliver = (id: string, subject: string, more: Partial<Mail> = {}) =>
    swaks(
      dovecot.lmtp,
      'olga@example.com',
      address,
      mailOf({ from: 'olga@example.com', to: address, id, subject, body: 'x', ...more }),
    );
  const settings = (fields: Fields = {}) =>
    desk.setMailbox({
      imap: true,
      host: '127.0.0.1',
      port: dovecot.imap,
      security: 'none',
      username: 'desk',
      password: dovecot.password,
      folder: 'INBOX',
      ...fields,
    });
  const arrived = (id: string) =>
    until(`${id} is in the inbox`, async () => (await desk.list('inbox', `message_id = "${id}"`))[0]);

  test('what is wrong is said in plain words', async () => {
    const wrong = async (fields: Fields, words: RegExp) => {
      await settings(fields);
      await until(`the mailbox says ${words}`, async () => words.test((await desk.mailbox()).error));
      await assert.rejects(desk.root.send('POST', '/api/otklik/mailbox/check', {}), /mailbox_fails/);
    };
    await wrong({ password: 'не-тот-пароль' }, /Сервер не пустил: проверьте имя и пароль/);
    await wrong({ folder: 'Нет такой' }, /Папка «Нет такой» не открывается/);
    await wrong({ port: 9 }, /127\.0\.0\.1:9 не отвечает/);
    await wrong({ host: 'no.such.host.invalid', port: 143 }, /no\.such\.host\.invalid не найден/);
    await wrong({ port: dovecot.imaps, security: 'tls' }, /Сертификату сервера .* нельзя верить/);
    await wrong({ port: dovecot.imap, security: 'tls' }, /не говорит по TLS/);
    assert.ok(
      (await desk.boss.send<{ problems: { code: string }[] }>('GET', '/api/desk/mail')).problems.some(
        (p) => p.code === 'mail_in_fails',
      ),
    );
  });

  test('the first look takes what nobody has read', async () => {
    await settings({ imap: false });
    deliver('old@olga.example', 'Read long ago');
    dovecot.open(first(dovecot.mails()));
    deliver('unread@olga.example', 'Nobody has read this');
    await settings();
    await arrived('unread@olga.example');
    await until(
      'the mailbox is well',
      async () => (await desk.mailbox()).error === '' && (await desk.mailbox()).last_uid > 0,
    );
    assert.equal((await desk.list('inbox')).length, 1);
    assert.equal((await desk.list('tasks', 'title = "Nobody has read this"')).length, 1);
    await until('it is marked as read', () => dovecot.mails().every((f) => /:2,.*S/.test(f)));
    assert.equal((await desk.root.send<{ messages: number }>('POST', '/api/otklik/mailbox/check', {})).messages, 2);
  });

  test('a mail is there as it comes', async () => {
    deliver('idle@olga.example', 'Just now');
    const row = await arrived('idle@olga.example');
    assert.equal(`${row.status} ${row.via}`, 'accepted imap');
  });

  test('what somebody has opened elsewhere is not passed over', async () => {
    await settings({ imap: false });
    await pause(200);
    deliver('opened@olga.example', 'Opened in a mail program');
    dovecot.open(first(dovecot.mails().filter((f) => f.includes('/new/'))));
    await settings();
    await arrived('opened@olga.example');
  });

  test('too big a mail waits, with its headers', async () => {
    deliver('huge@olga.example', 'Huge', { body: `${'x'.repeat(998)}\r\n`.repeat(27_300) });
    const row = await arrived('huge@olga.example');
    assert.equal(`${row.status} ${row.reason} ${row.subject}`, 'held too_big Huge');
  });

  test('the same mail by both ways at once is one', async () => {
    for (let i = 0; i < 5; i++) {
      const mail = {
        from: 'olga@example.com',
        to: address,
        id: `both.${i}@olga.example`,
        subject: `Both ways ${i}`,
        body: 'x',
      };
      await Promise.all([
        pipelined(desk.mailIn, letter(mail)),
        pipelined(dovecot.lmtp.slice(7), letter(mail, 'LHLO x')),
        pipelined(desk.mailIn, letter(mail)),
      ]);
    }
    deliver('last@olga.example', 'Last');
    await arrived('last@olga.example');
    assert.equal((await desk.list('inbox', 'message_id ~ "both."')).length, 5);
    assert.equal((await desk.list('tasks', 'title ~ "Both ways"')).length, 5);
  });

  test('when the server numbers the mails anew, none comes twice and none is passed over', async () => {
    const before = (await desk.list('inbox')).length;
    await settings({ imap: false });
    await pause(200);
    dovecot.renumber();
    deliver('renumbered@olga.example', 'After the move');
    dovecot.open(first(dovecot.mails().filter((f) => f.includes('/new/'))));
    await settings();
    await arrived('renumbered@olga.example');
    const known = (await desk.list('inbox')).map((r) => r.message_id).filter((id) => id !== 'old@olga.example');
    assert.equal(new Set(known).size, before + 1);
  });

  test('a mail that cannot be fetched holds up none behind it, and a note waits in its place', async () => {
    await settings({ imap: false });
    await pause(200);
    deliver('closed@olga.example', 'Closed');
    const closed = first(dovecot.mails().filter((f) => f.includes('/new/')));
    chmodSync(closed, 0o000);
    for (let i = 0; i < 3; i++) deliver(`behind.${i}@olga.example`, `Behind it ${i}`);
    await settings();
    for (let i = 0; i < 3; i++) await arrived(`behind.${i}@olga.example`);
    const last = first(await desk.list('inbox', 'message_id = "behind.2@olga.example"'));
    await until('the first look has ended', async () => (await desk.mailbox()).checked_at >= last.created);
    assert.equal((await desk.list('tasks', 'title ~ "Behind it"')).length, 3);
    assert.equal((await desk.list('inbox', 'body ~ "не удалось получить"')).length, 0, 'it is tried again');
    const note = await until('a note waits in its place', async () => {
      await settings(); // looks again at once
      await pause(200);
      return (await desk.list('inbox', 'body ~ "не удалось получить"'))[0];
    });
    assert.equal(`${note.status} ${note.reason}`, 'held unreadable');
    deliver('later@olga.example', 'Later');
    await arrived('later@olga.example');
    await until('the mailbox is well', async () => (await desk.mailbox()).error === '');
    assert.equal((await desk.list('inbox', 'body ~ "не удалось получить"')).length, 1);
    assert.ok(
      dovecot.mails().some((f) => f === closed || (f.includes(closed.split('/').at(-1) ?? '') && !/:2,.*S/.test(f))),
      'it is still there, unread',
    );
  });

  test('the password is in no answer and no log', async () => {
    assert.equal((await desk.mailbox()).password, '');
    const logs = JSON.stringify(await desk.root.send('GET', '/api/logs?perPage=500'));
    for (const secret of [dovecot.password, 'не-тот-пароль']) {
      assert.ok(!logs.includes(secret), 'it is in the log');
    }
    assert.ok(!readFileSync(join(desk.folder, 'auxiliary.db')).includes(dovecot.password), 'it is in the log');
    await assert.rejects(desk.boss.send('POST', '/api/otklik/mailbox/check', {}), /403/);
  });
});

/** The lines of a talk that delivers one mail. */
const letter = (mail: Mail, hello = 'EHLO x') => [
  hello,
  `MAIL FROM:<${mail.from}>`,
  `RCPT TO:<${mail.to}>`,
  'DATA',
  `${mailOf(mail)}.`,
  'QUIT',
];

const bare = (header: string) => header.match(/[^\s<>]+@[^\s<>]+/)?.[0] ?? '';

/** The words of a header, encoded or not. */
function decoded(header: string) {
  return header
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, how: string, text: string) =>
      /b/i.test(how)
        ? Buffer.from(text, 'base64').toString()
        : Buffer.from(
            text
              .replace(/_/g, ' ')
              .replace(/=([0-9A-F]{2})/gi, (__, hex: string) => String.fromCharCode(parseInt(hex, 16))),
            'latin1',
          ).toString(),
    );
}

/** Says all the lines, each after the answer to the one before, and returns all that was answered. */
function pipelined(server: string, lines: string[]) {
  const [host, port] = server.split(':');
  return new Promise<string>((resolve, reject) => {
    const c = connect(Number(port), host);
    let all = '';
    let rest = '';
    const queue = [...lines];
    c.setEncoding('utf8')
      .on('data', (chunk) => {
        all += chunk;
        rest += chunk;
        for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
          const final = /^\d{3} /.test(rest.slice(0, end));
          rest = rest.slice(end + 2);
          const next = final && queue.shift();
          if (next) c.write(`${next}\r\n`);
        }
      })
      .on('close', () => resolve(all))
      .on('error', reject);
  });
}
