// Mail servers of Debian for the tests of mails: a Dovecot to be read by IMAP, a
// sink of Postfix's that takes what the desk sends, and swaks as the foreign
// client. All on the loopback and free ports; what is missing is an error.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

export const pause = (ms: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, ms);
  });

/** Waits until a question has an answer. */
export async function until<T>(what: string, ask: () => T | Promise<T>, tries = 400): Promise<NonNullable<T>> {
  for (let i = 0; i < tries; i++) {
    const found = await ask();
    if (found) return found;
    await pause(50);
  }
  throw new Error(`waited in vain until ${what}`);
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const s = createServer().listen(0, '127.0.0.1', () => {
      const { port } = s.address() as AddressInfo;
      s.close(() => resolve(port));
    });
  });

const listening = (port: number) =>
  new Promise<boolean>((resolve) => {
    const c = connect(port, '127.0.0.1', () => {
      c.destroy();
      resolve(true);
    });
    c.on('error', () => resolve(false));
  });

function program(name: string) {
  const found = ['/usr/bin/', '/usr/sbin/'].map((folder) => folder + name).find(existsSync);
  if (!found) throw new Error(`${name} is missing: make mail-servers installs it`);
  return found;
}

function stopper(child: ChildProcess, folder: string) {
  const gone = new Promise((resolve) => {
    child.on('exit', resolve);
  });
  return async () => {
    if (child.exitCode === null) child.kill('SIGTERM');
    await gone;
    rmSync(folder, { recursive: true, force: true });
  };
}

/** A mail server that takes all and keeps it. */
export async function startSink() {
  const folder = mkdtempSync(join(tmpdir(), 'otklik-sink-'));
  const port = await freePort();
  const as = process.getuid?.() === 0 ? ['-u', 'root'] : [];
  const child = spawn(program('smtp-sink'), [...as, '-d', join(folder, 'mail.%s.'), `127.0.0.1:${port}`, '100'], {
    stdio: 'ignore',
  });
  await until('the sink listens', () => listening(port));
  const mails = () =>
    readdirSync(folder)
      .sort()
      .map((f) => readLetter(readFileSync(join(folder, f), 'utf8')))
      .filter((l) => l.whole);
  return { port, mails, stop: stopper(child, folder) };
}

export interface Letter {
  whole: boolean;
  to: string;
  text: string;
  header: (name: string) => string;
}

function readLetter(text: string): Letter {
  const [top = ''] = text.split(/\r?\n\r?\n/);
  const head = top.replace(/\r?\n[ \t]+/g, ' ');
  const header = (name: string) => head.match(new RegExp(`^${name}: *(.*)$`, 'im'))?.[1] ?? '';
  return {
    whole: /\n--[^\r\n]+--\s*$/.test(text),
    to: header('X-Rcpt-Args').match(/<(.+?)>/)?.[1] ?? '',
    text,
    header,
  };
}

/**
 * swaks sends one mail and returns what was said; a refusal is an error that has
 * it in its message.
 */
export function swaks(server: string, from: string, to: string, mail: string) {
  const folder = mkdtempSync(join(tmpdir(), 'otklik-swaks-'));
  try {
    writeFileSync(join(folder, 'mail'), mail);
    const at = server.startsWith('lmtp://')
      ? ['--protocol', 'LMTP', '--server', server.slice(7)]
      : ['--server', server];
    return execFileSync(
      program('swaks'),
      [...at, '--from', from, '--to', to, '--data', `@${join(folder, 'mail')}`, '--hide-send'],
      { encoding: 'utf8', stdio: 'pipe' },
    );
  } catch (e) {
    const failed = e as Error & { stdout?: string; stderr?: string };
    throw new Error(`swaks: ${failed.stdout}${failed.stderr}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface Mail {
  from: string;
  to: string;
  id: string;
  subject: string;
  body: string;
  headers?: string[];
}

/** A mail as a program writes it. Lines end as they do on the wire. */
export function mailOf({ from, to, id, subject, body, headers = [] }: Mail) {
  return [
    `From: ${from}`,
    `To: ${to}`,
    `Message-ID: <${id}>`,
    `Subject: ${subject}`,
    `Date: ${new Date().toUTCString()}`,
    ...headers,
    '',
    body,
    '',
  ].join('\r\n');
}

/** A Dovecot with one mailbox, desk@firma.example with the password «тайна-imap». */
export async function startDovecot() {
  const folder = mkdtempSync(join(tmpdir(), 'otklik-dovecot-'));
  const [imap, imaps, lmtp] = [await freePort(), await freePort(), await freePort()];
  const root = process.getuid?.() === 0;
  const me = userInfo();
  const [uid, gid] = root ? [65534, 65534] : [me.uid, me.gid];
  const names = root ? { internal: 'dovecot', login: 'dovenull' } : { internal: me.username, login: me.username };
  chmodSync(folder, 0o755);
  const home = join(folder, 'home');
  mkdirSync(home);
  if (root) chownSync(home, uid, gid);
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '1',
      '-subj',
      '/CN=127.0.0.1',
      '-keyout',
      join(folder, 'key.pem'),
      '-out',
      join(folder, 'cert.pem'),
    ],
    { stdio: 'ignore' },
  );
  writeFileSync(
    join(folder, 'dovecot.conf'),
    `
protocols = imap lmtp
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
default_internal_user = ${names.internal}
default_login_user = ${names.login}
${root ? '' : `default_internal_group = ${execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim()}`}
listen = 127.0.0.1
ssl = yes
ssl_cert = <${folder}/cert.pem
ssl_key = <${folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
first_valid_uid = ${Math.min(uid, 500)}
first_valid_gid = ${Math.min(gid, 100)}
mail_location = maildir:${home}/Maildir
lmtp_save_to_detail_mailbox = no
recipient_delimiter = +
passdb {
  driver = static
  args = password=тайна-imap
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${home} allow_all_users=yes
}
service imap-login {
  ${root ? '' : 'chroot ='}
  inet_listener imap {
    port = ${imap}
  }
  inet_listener imaps {
    port = ${imaps}
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    port = ${lmtp}
  }
}
${root ? '' : 'service anvil {\n  chroot =\n}\nservice stats {\n  chroot =\n}'}
`,
  );
  const child = spawn(program('dovecot'), ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'ignore' });
  await until('Dovecot listens', async () => {
    if (child.exitCode !== null)
      throw new Error(
        `Dovecot ended: ${existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8') : ''}`,
      );
    return (await listening(imap)) && (await listening(lmtp));
  });
  const maildir = join(home, 'Maildir');
  const list = (sub: string) =>
    existsSync(join(maildir, sub)) ? readdirSync(join(maildir, sub)).map((f) => join(maildir, sub, f)) : [];
  return {
    imap,
    imaps,
    lmtp: `lmtp://127.0.0.1:${lmtp}`,
    password: 'тайна-imap',
    mails: () => [...list('new'), ...list('cur')],
    open: (file: string) =>
      renameSync(file, join(maildir, 'cur', `${file.split('/').at(-1)?.replace(/:2,.*/, '')}:2,S`)),
    renumber: () => {
      for (const f of readdirSync(maildir)) if (f.startsWith('dovecot')) rmSync(join(maildir, f), { force: true });
    },
    stop: stopper(child, folder),
  };
}
