// Starts the built binary on an empty folder and a free port, for the tests of
// the page and of the SDK; everything it starts stops with them.
import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Client } from './api.ts';

const program = process.env.OTKLIK ?? join(dirname(fileURLToPath(import.meta.url)), '../otklik');
export const admin = { email: 'root@example.com', password: 'root-12345' };
export const password = 'parol-12345';

type Child = ChildProcessByStdio<null, Readable, Readable>;

export interface Server {
  url: string;
  folder: string;
  /** Where it takes mail in, if a flag says so. */
  mailIn: string;
  stop: () => Promise<void>;
  restart: () => Promise<void>;
  /** Ends it as a power cut would; start brings it back at the same address. */
  kill: () => Promise<void>;
  start: () => Promise<void>;
}

/** @param flags more of them for serve */
export async function startServer(flags: string[] = []): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'otklik-e2e-'));
  execFileSync(program, ['superuser', 'create', admin.email, admin.password, '--dir', folder], { stdio: 'pipe' });
  let child = await launch(folder, '127.0.0.1:0', flags);
  const { url, mailIn } = child;
  const start = async () => {
    child = await launch(folder, new URL(url).host, mailIn ? ['--mail-in', mailIn] : flags);
  };
  return {
    url,
    folder,
    mailIn,
    stop: async () => {
      await end(child.process, 'SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
    restart: async () => {
      await end(child.process, 'SIGINT');
      await start();
    },
    kill: () => end(child.process, 'SIGKILL'),
    start,
  };
}

/** The invented firm, in which everybody has the demo's password: the small one, or a large one of so many tasks. */
export async function startFirm(tasks?: number) {
  const folder = mkdtempSync(join(tmpdir(), 'otklik-firm-'));
  const child = await launch(folder, '127.0.0.1:0', [], tasks ? ['demo', '--tasks', String(tasks)] : ['demo']);
  return {
    url: child.url,
    stop: async () => {
      await end(child.process, 'SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function launch(folder: string, address: string, flags: string[], command = ['serve']) {
  const child = spawn(program, [...command, '--dir', folder, '--http', address, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  let url = '';
  child.stderr.on('data', (d) => {
    complaint += String(d);
  });
  return new Promise<{ process: Child; url: string; mailIn: string }>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      url = line.match(/(http:\/\/[\d.:]+)\/$/)?.[1] ?? url;
      const mail = line.match(/^Почта принимается: +(.+)$/);
      if (url && (mail || !flags.includes('--mail-in'))) resolve({ process: child, url, mailIn: mail?.[1] ?? '' });
    });
    child.on('exit', (code) => reject(new Error(`the server ended with ${code}: ${complaint}`)));
  });
}

function end(child: Child, signal: NodeJS.Signals) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise<void>((resolve) => {
    child.on('exit', () => resolve());
    child.kill(signal);
  });
}

/**
 * The administrator of a desk made ready for tests: many people share one
 * address, so the limiter stands aside; and passwords are hashed at bcrypt's
 * least cost, for each registration and log-in takes a twentieth of a second
 * of the processor at the cost we ship.
 */
export async function openRoot(url: string) {
  const path = '/api/collections/_superusers/auth-with-password';
  const { token } = await new Client(url).send<{ token: string }>('POST', path, {
    identity: admin.email,
    password: admin.password,
  });
  const root = new Client(url, token);
  await root.send('PATCH', '/api/settings', { rateLimits: { enabled: false }, meta: { appURL: url } });
  const { fields } = await root.send<{ fields: { type: string }[] }>('GET', '/api/collections/users');
  await root.send('PATCH', '/api/collections/users', {
    fields: fields.map((f) => (f.type === 'password' ? { ...f, cost: 4 } : f)),
  });
  return root;
}

/** Where the desk sends its mails: a port of the loopback, or nowhere. */
export const sendMailsTo = (root: Client, port: number | null) =>
  root.send('PATCH', '/api/settings', {
    smtp: port === null ? { enabled: false } : { enabled: true, host: '127.0.0.1', port },
  });

/** Sends what waits for the undo of a status at once, as an administrator may; others are on their way by themselves. */
export async function sendNow(root: Client, to: string) {
  const waiting = `to = "${to}" && status = "queued" && attempts = 0 && next_at > @now`;
  for (const { id } of await root.list('outbox', waiting)) {
    await root.update('outbox', id, { next_at: new Date().toISOString() }).catch(async (problem) => {
      const { status } = await root.get('outbox', id);
      if (status !== 'sent') throw problem; // its time came by itself
    });
  }
}
