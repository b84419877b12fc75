// Checks the types of the page's modules and of their templates: html`` is
// turned into h() calls in a copy, so that tsc sees the props of components
// and elements, and the copy is checked strictly. Lines stay where they were.
import babel from '@babel/core';
import htm from 'babel-plugin-htm';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const source = process.argv[2] ?? join(here, '../pb_public/app');
const copy = mkdtempSync(join(tmpdir(), 'otklik-check-'));

const config = {
  compilerOptions: {
    target: 'es2023', module: 'esnext', moduleResolution: 'bundler', lib: ['es2023', 'dom', 'dom.iterable'],
    checkJs: true, allowJs: true, strict: true, noEmit: true, noUnusedParameters: true, skipLibCheck: true, types: [],
  },
  include: ['app/**/*.js', 'app/**/*.d.ts'], exclude: ['app/vendor/*.js'],
};

/** @param {string} code @param {string} file */
function expand(code, file) {
  const out = babel.transformSync(code, {
    configFile: false, babelrc: false, retainLines: true, parserOpts: { createParenthesizedExpressions: true },
    plugins: [[htm.default ?? htm, { pragma: 'h', tag: 'html', useNativeSpread: true }]],
  }).code;
  if (/\bimport\s*{[^}]*\bh\b[^}]*}/.test(out)) return out;
  const root = relative(dirname(file), join(copy, 'app')) || '.';
  return `import { h } from '${root.startsWith('.') ? root : `./${root}`}/vendor/preact.js';${out}`;
}

cpSync(source, join(copy, 'app'), { recursive: true });
symlinkSync(join(here, 'node_modules'), join(copy, 'node_modules'));
for (const name of readdirSync(join(copy, 'app'), { recursive: true, encoding: 'utf8' })) {
  const file = join(copy, 'app', name);
  if (!name.endsWith('.js') || name.startsWith('vendor')) continue;
  const code = readFileSync(file, 'utf8');
  if (code.includes('html`')) writeFileSync(file, expand(code, file));
}
writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify(config));
const { status } = spawnSync(join(here, 'node_modules/.bin/tsc'), ['--project', copy, '--pretty', 'false'], { cwd: copy, stdio: 'inherit' });
rmSync(copy, { recursive: true, force: true });
process.exit(status ?? 1);
