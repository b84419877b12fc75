import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { compress } from './build/compress.ts';
import { fonts } from './build/fonts.ts';
import { browsers, cssTargets } from './build/targets.ts';

// What the program brings along with or without the page: the dashboard's
// extension, and the style of the pages behind the links of mails. The package
// hooks/web embeds it.
const root = import.meta.dirname;

const parts: Record<string, { base: string; input: string[] }> = {
  // PocketBase puts main.js into a function of its own: it may import and export nothing.
  dashboard: { base: '/_/extensions/otklik/', input: ['src/dashboard/main.ts', 'src/dashboard/desk.css'] },
  links: { base: '/links/', input: ['src/links/style.css'] },
};

const mark: Plugin = {
  name: 'otklik-mark',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'mark.svg', source: readFileSync(join(root, 'public/mark.svg')) });
  },
};

export default defineConfig(({ mode }) => {
  const part = parts[mode];
  if (!part) throw new Error(`--mode is one of ${Object.keys(parts)}`);
  const outDir = join(root, '../hooks/web/dist', mode);
  return {
    root,
    base: part.base,
    publicDir: false,
    plugins: [fonts(), mark, compress(outDir)],
    css: { transformer: 'lightningcss', lightningcss: { targets: cssTargets } },
    build: {
      outDir,
      emptyOutDir: true,
      target: browsers,
      cssMinify: 'lightningcss',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      rolldownOptions: {
        input: part.input.map((file) => join(root, file)),
        output: {
          entryFileNames: '[name].js',
          assetFileNames: ({ names }) =>
            names[0]?.endsWith('.woff2') ? 'assets/[name]-[hash][extname]' : '[name][extname]',
        },
      },
    },
  };
});
