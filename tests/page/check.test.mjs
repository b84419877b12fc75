import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

test('the type check sees into the templates', () => {
  const folder = mkdtempSync(join(tmpdir(), 'otklik-broken-'));
  try {
    cpSync(join(root, 'pb_public/app'), folder, { recursive: true });
    const file = join(folder, 'pages/tasks.js');
    const code = readFileSync(file, 'utf8');
    const broken = code.replace('<${StarShow} n=${rating} />', '<${StarShow} n="five" />');
    assert.notEqual(broken, code);
    writeFileSync(file, broken);
    const { status, stdout } = spawnSync(process.execPath, [join(root, 'tools/check.mjs'), folder], { encoding: 'utf8' });
    assert.notEqual(status, 0);
    assert.match(stdout, /pages\/tasks\.js\(\d+,\d+\): error/);
  } finally { rmSync(folder, { recursive: true }); }
});
