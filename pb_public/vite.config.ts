import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { compress } from './build/compress.ts';
import { fonts } from './build/fonts.ts';
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
 * What a first visit to the start page or the log-in needs is one file, what
 * tasks are worked on with another: few requests weigh more than few bytes. The
 * sentences of other languages stay apart.
 */
const groups = [
  {
    name: 'main',
    test: /node_modules\/(@?preact|pocketbase)\/|src\/(lib|ui|shell)\/(?!en\.ts)|src\/account\/(login|ru)\.|vite\/preload-helper/,
  },
  { name: 'thread', test: /src\/(thread|tasks)\/(?!en\.ts)/ },
  { name: 'desk', test: /src\/desk\/(?!en\.ts)/ },
];

export default defineConfig({
  root,
  plugins: [fonts(), renderBlocking, routes(join(root, 'src/routes.ts')), compress(dist)],
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
      input: { main: join(root, 'index.html'), sw: join(root, 'sw.ts') },
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
