import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Kinds of files that get smaller; a font of WOFF2 or a picture is compressed already. */
const compressible = new Set(['.js', '.css', '.svg', '.webmanifest', '.txt']);

const brotli = (body: Buffer) =>
  brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: body.length } });

/** Writes a file's compressed forms beside it, where they save a tenth. */
function compressFile(file: string) {
  const body = readFileSync(file);
  for (const [suffix, made] of [
    ['.br', brotli(body)],
    ['.gz', gzipSync(body, { level: 9 })],
  ] as const) {
    if (made.length < body.length * 0.9) writeFileSync(file + suffix, made);
  }
}

/** Compresses what the server hands out as it is, so that it need not. */
export const compress = (folder: string): Plugin => ({
  name: 'otklik-compress',
  apply: 'build',
  enforce: 'post',
  writeBundle() {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (compressible.has(extname(name))) compressFile(join(folder, name));
    }
  },
});
