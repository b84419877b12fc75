import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import type { Plugin } from 'vite';

const wasm = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm');

/** The side of the old icon, in pixels. */
const favicon = 32;
/** The side of the icon on the home screen of an iPhone, which rounds its corners itself. */
const touch = 180;
/** The sides of the icons that the manifest names. */
const installed = [192, 512];

const render = (svg: string, width: number) =>
  Buffer.from(new Resvg(svg, { fitTo: { mode: 'width', value: width } }).render().asPng());

/** The mark without the corners cut off: what is transparent is black on a home screen. */
const squared = (svg: string) => svg.replace(/ rx="[\d.]+"/, '');

/** A picture in the container that browsers ask for as /favicon.ico: a header, one entry, a PNG. */
function ico(png: Buffer, side: number) {
  const head = Buffer.alloc(22);
  head.writeUInt16LE(1, 2); // an icon
  head.writeUInt16LE(1, 4); // of one picture
  head.writeUInt8(side, 6);
  head.writeUInt8(side, 7);
  head.writeUInt16LE(1, 10); // plane
  head.writeUInt16LE(32, 12); // bits a pixel
  head.writeUInt32LE(png.length, 14);
  head.writeUInt32LE(head.length, 18); // where the picture begins
  return Buffer.concat([head, png]);
}

/**
 * Draws the icons for where an SVG does not do, from the mark: the home screen
 * of an iPhone, an installed page, and whoever asks for /favicon.ico.
 */
export const icons = (mark: string): Plugin => ({
  name: 'otklik-icons',
  apply: 'build',
  async generateBundle() {
    await initWasm(readFileSync(wasm));
    const svg = readFileSync(mark, 'utf8');
    const emit = (fileName: string, source: Buffer) => this.emitFile({ type: 'asset', fileName, source });
    emit('favicon.ico', ico(render(svg, favicon), favicon));
    emit('apple-touch-icon.png', render(squared(svg), touch));
    for (const side of installed) emit(`icon-${side}.png`, render(svg, side));
  },
  transformIndexHtml: {
    order: 'post',
    handler: () => [
      { tag: 'link', attrs: { rel: 'apple-touch-icon', href: '/apple-touch-icon.png' }, injectTo: 'head' },
    ],
  },
});
