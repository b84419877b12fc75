// Starts the built binary on an empty folder and a free port, for the tests of
// the page and of the SDK; everything it starts stops with them.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = process.env.OTKLIK ?? join(dirname(fileURLToPath(import.meta.url)), '../otklik');
export const admin = { email: 'root@example.com', password: 'root-12345' };
export const password = 'parol-12345';

/**
 * kill ends it as a power cut would; start brings it back at the same address.
 * mailIn is where it takes mail in, if a flag says so.
 * @param {string[]} flags more of them for serve
 * @returns {Promise<{ url: string, folder: string, mailIn: string, stop: () => Promise<void>, restart: () => Promise<void>, kill: () => Promise<void>, start: () => Promise<void> }>}
 */
export async function startServer(flags = []) {
  const folder = mkdtempSync(join(tmpdir(), 'otklik-e2e-'));
  execFileSync(program, ['superuser', 'create', admin.email, admin.password, '--dir', folder], { stdio: 'pipe' });
  let child = await launch(folder, '127.0.0.1:0', flags);
  const { url, mailIn } = child;
  const start = async () => { child = await launch(folder, new URL(url).host, mailIn ? ['--mail-in', mailIn] : flags); };
  return {
    url,
    folder,
    mailIn,
    stop: async () => { await end(child.process, 'SIGINT'); rmSync(folder, { recursive: true, force: true }); },
    restart: async () => { await end(child.process, 'SIGINT'); await start(); },
    kill: () => end(child.process, 'SIGKILL'),
    start,
  };
}

/** The invented firm of so many tasks, in which everybody has the demo's password. @param {number} tasks */
export async function startFirm(tasks) {
  const folder = mkdtempSync(join(tmpdir(), 'otklik-firm-'));
  const child = await launch(folder, '127.0.0.1:0', [], ['demo', '--tasks', String(tasks)]);
  return { url: child.url, stop: async () => { await end(child.process, 'SIGINT'); rmSync(folder, { recursive: true, force: true }); } };
}

function launch(folder, address, flags, command = ['serve']) {
  const child = spawn(program, [...command, '--dir', folder, '--http', address, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaint = '';
  let url = '';
  child.stderr.on('data', (d) => { complaint += d; });
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = line.match(/(http:\/\/[\d.:]+)\/$/);
      if (found) url = found[1];
      const mail = line.match(/^Почта принимается: +(.+)$/);
      if (url && (mail || !flags.includes('--mail-in'))) resolve({ process: child, url, mailIn: mail?.[1] ?? '' });
    });
    child.on('exit', (code) => reject(new Error(`the server ended with ${code}: ${complaint}`)));
  });
}

function end(child, signal) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => { child.on('exit', resolve); child.kill(signal); });
}

/** One request to the API. */
export async function call(url, method, path, body, token) {
  const res = await fetch(url + path, { method, headers: { 'Content-Type': 'application/json', ...(token && { Authorization: token }) }, body: body && JSON.stringify(body) });
  const text = await res.text();
  const answer = text ? JSON.parse(text) : null;
  if (!res.ok) throw new Error(`${method} ${path}: ${res.status} ${text}`);
  return answer;
}

export const adminToken = async (url) => (await call(url, 'POST', '/api/collections/_superusers/auth-with-password', { identity: admin.email, password: admin.password })).token;

/** Many people share one address in the tests, so the limiter stands aside. */
export const liftLimits = async (url, token) => call(url, 'PATCH', '/api/settings', { rateLimits: { enabled: false }, meta: { appURL: url } }, token);
