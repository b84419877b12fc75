// Lays the page's libraries and font into pb_public/app, one file each with its
// licence beside it. They come from npm at the versions of package-lock.json and
// are not kept in git. Does nothing while the lock file and this script are the
// same as last time.
import { build } from 'esbuild';
import subsetFont from 'subset-font';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const app = join(here, '../pb_public/app');
const vendor = join(app, 'vendor');
const fonts = join(app, 'fonts');
const stampFile = join(vendor, '.stamp');

const libraries = {
  'preact.js': {
    packages: ['preact', '@preact/signals', '@preact/signals-core', 'htm'],
    exports: `
      export { h, render, Fragment } from 'preact';
      export { useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback, useId, useErrorBoundary } from 'preact/hooks';
      export { signal, computed, effect, batch, useSignal, useComputed } from '@preact/signals';
      export { default as htm } from 'htm';`,
    types: `export type { Signal, ReadonlySignal } from '@preact/signals';\nexport type { VNode, ComponentChildren, JSX } from 'preact';`,
  },
  'pocketbase.js': { packages: ['pocketbase'], exports: `export { default, ClientResponseError } from 'pocketbase';`, types: `export type * from 'pocketbase';` },
  'diff.js': { packages: ['diff'], exports: `export { diffArrays } from 'diff';`, types: '' },
};

// Golos Text is variable; the weights the page uses stay, the letters are cut to
// what Russian and English need.
const range = (from, to) => String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, i) => from + i));
const subsets = {
  'golos-cyr.woff2': { file: 'golos-text-cyrillic-wght-normal.woff2', text: range(0x410, 0x44f) + 'Ёё№' },
  'golos-latin.woff2': { file: 'golos-text-latin-wght-normal.woff2', text: range(0x20, 0x7e) + '\u00a0§©«°±·»×–—‘’“”„•…−₽→' },
};

const module_ = (name, ...rest) => join(here, 'node_modules', name, ...rest);
const version = (name) => JSON.parse(readFileSync(module_(name, 'package.json'), 'utf8')).version;

function stamp() {
  const sum = createHash('sha256');
  for (const f of ['../pb_public/package-lock.json', 'vendor.mjs']) sum.update(readFileSync(join(here, f)));
  return sum.digest('hex');
}

async function layLibrary(file, { packages, exports, types }) {
  const names = packages.map((p) => `${p}@${version(p)}`);
  await build({
    stdin: { contents: exports, resolveDir: here }, outfile: join(vendor, file),
    bundle: true, minify: true, format: 'esm', target: 'es2022', legalComments: 'none', logLevel: 'error',
    banner: { js: `/* ${names.join(', ')}; licences in ${file.replace('.js', '.LICENSE.txt')} */` },
  });
  const licences = packages.map((p) => {
    const found = ['LICENSE', 'LICENSE.md', 'license', 'LICENSE.txt'].map((n) => module_(p, n)).find(existsSync);
    if (!found) throw new Error(`${p} has no licence file`);
    return `${p} ${version(p)}\n\n${readFileSync(found, 'utf8')}`;
  });
  writeFileSync(join(vendor, file.replace('.js', '.LICENSE.txt')), licences.join('\n\n'));
  writeFileSync(join(vendor, file.replace('.js', '.d.ts')), `${exports.replace(/^\s+/gm, '')}\n${types}\n`);
}

async function layFont(file, { file: from, text }) {
  const source = module_('@fontsource-variable/golos-text/files', from);
  const cut = await subsetFont(readFileSync(source), text, { targetFormat: 'woff2', variationAxes: { wght: { min: 400, max: 700 } } });
  writeFileSync(join(fonts, file), cut);
}

if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp()) process.exit(0);
for (const dir of [vendor, fonts]) {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
}
for (const [file, library] of Object.entries(libraries)) await layLibrary(file, library);
for (const [file, subset] of Object.entries(subsets)) await layFont(file, subset);
copyFileSync(module_('@fontsource-variable/golos-text/LICENSE'), join(fonts, 'golos.LICENSE.txt'));
writeFileSync(stampFile, stamp());
for (const [dir, files] of [[vendor, Object.keys(libraries)], [fonts, Object.keys(subsets)]]) {
  for (const f of files) {
    const bytes = readFileSync(join(dir, f));
    console.log(`${f}: ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} gzip`);
  }
}
