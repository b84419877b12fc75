import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { compress } from './build/compress.ts';
import { fonts } from './build/fonts.ts';
import { icons } from './build/icons.ts';
import { routes } from './build/routes.ts';
import { browsers, cssTargets } from './build/targets.ts';

const root = import.meta.dirname;
const dist = join(root, 'dist');

/** Where `make dev` finds the program that answers the API. */
const server = process.env.OTKLIK_URL ?? 'http://127.0.0.1:8090';

/** The page shows nothing before its script has run: where a browser can wait, nobody sees a flash of the other theme. */
const renderBlocking: Plugin = {
  name: 'otklik-render-blocking',
  transformIndexHtml: {
    order: 'post',
    handler: (html) => html.replace('<script type="module"', '<script type="module" blocking="render"'),
  },
};

/**
 * What a first visit to the start page or the log-in needs is one file, what tasks are worked on
 * with another: few requests weigh more than few bytes. The texts of other languages stay apart,
 * and so does the worker, which is no part of the page.
 */
const groups = [
  { name: 'first', tags: ['$initial' as const], test: /(?<!\/(sw|early)\.ts)$/, priority: 3 },
  { name: 'work', test: /src\/(lib|ui|thread|tasks|desk)\/(?!(contract\.)?(?!ru)[a-z]{2}\.ts)/, priority: 2 },
];

export default defineConfig({
  root,
  plugins: [
    fonts(),
    icons(join(root, 'public/mark.svg')),
    renderBlocking,
    routes(join(root, 'src/routes.ts')),
    compress(dist),
  ],
  css: { transformer: 'lightningcss', lightningcss: { targets: cssTargets } },
  build: {
    outDir: dist,
    emptyOutDir: true,
    target: browsers,
    cssMinify: 'lightningcss',
    assetsInlineLimit: 0, // the policy allows no data: address
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      checks: { ineffectiveDynamicImport: false }, // main.tsx has two views of the table at hand
      input: { main: join(root, 'index.html'), early: join(root, 'src/early.ts'), sw: join(root, 'sw.ts') },
      output: {
        entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
        codeSplitting: { groups },
      },
    },
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: Object.fromEntries(['/api', '/_/', '/links'].map((path) => [path, server])),
  },
});
