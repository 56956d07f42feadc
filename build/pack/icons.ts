// Draws build/pack/icons/ from build/pack/icon.svg, in the browser of the tests. Run it after a change of the picture: node build/pack/icons.ts
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { wholeBrowser } from '../../e2e/support/chromium.ts';

const folder = join(import.meta.dirname, 'icons');

/** Pixels of a side. Linux and macOS have each of them, Windows those up to 256. */
export const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024] as const;

type Picture = { readonly size: number; readonly png: Buffer };

/** A Windows icon of PNG pictures. https://learn.microsoft.com/en-us/previous-versions/ms997538(v=msdn.10) */
export function ico(pictures: readonly Picture[]): Buffer {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  for (const [index, { size, png }] of pictures.entries()) {
    const entry = 6 + 16 * index;
    // 256 does not fit into a byte: it is written as 0.
    head.writeUInt8(size % 256, entry);
    head.writeUInt8(size % 256, entry + 1);
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(png.length, entry + 8);
    head.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
}

/** The types of macOS for PNG pictures, by pixels of a side; `@2x` ones have their own. https://en.wikipedia.org/wiki/Apple_Icon_Image_format */
const ICNS_TYPES: readonly (readonly [type: string, size: number])[] = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic11', 32],
  ['icp6', 64],
  ['ic12', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic13', 256],
  ['ic09', 512],
  ['ic14', 512],
  ['ic10', 1024],
];

/** A macOS icon of PNG pictures. */
export function icns(pictures: readonly Picture[]): Buffer {
  const parts = ICNS_TYPES.flatMap(([type, wanted]) => {
    const png = pictures.find(({ size }) => size === wanted)?.png;
    if (!png) return [];
    const head = Buffer.from(`${type}\0\0\0\0`, 'latin1');
    head.writeUInt32BE(png.length + head.length, 4);
    return [head, png];
  });
  const head = Buffer.from('icns\0\0\0\0', 'latin1');
  head.writeUInt32BE(
    parts.reduce((sum, part) => sum + part.length, head.length),
    4,
  );
  return Buffer.concat([head, ...parts]);
}

async function draw(browser: Browser, svg: string, size: number): Promise<Picture> {
  const page = await browser.newPage({ viewport: { width: size, height: size }, deviceScaleFactor: 1 });
  await page.setContent(`<style>body { margin: 0 } img { display: block }</style><img width="${size}" height="${size}">`);
  await page.locator('img').evaluate(
    async (image: HTMLImageElement, source) => {
      image.src = source;
      await image.decode();
    },
    `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`,
  );
  const png = await page.screenshot({ omitBackground: true });
  await page.close();
  return { size, png };
}

if (import.meta.main) {
  const svg = readFileSync(join(import.meta.dirname, 'icon.svg'), 'utf8');
  const browser = await chromium.launch(wholeBrowser);
  const pictures: Picture[] = [];
  for (const size of SIZES) pictures.push(await draw(browser, svg, size));
  await browser.close();
  mkdirSync(folder, { recursive: true });
  for (const { size, png } of pictures) writeFileSync(join(folder, `${size}x${size}.png`), png);
  writeFileSync(join(folder, 'icon.ico'), ico(pictures.filter(({ size }) => size <= 256)));
  writeFileSync(join(folder, 'icon.icns'), icns(pictures));
}
