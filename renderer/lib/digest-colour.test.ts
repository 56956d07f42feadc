import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { digestColour, layerColour } from './digest-colour.ts';

const digest = (start: string): string => `sha256:${start.padEnd(64, '0')}`;

test.each([
  [digest('0000'), 'oklch(calc(var(--swatch-lightness) + -0.110) 0.100 104)'],
  [digest('0168ff80'), 'oklch(calc(var(--swatch-lightness) + 0.000) 0.160 214)'],
  [digest('00b4'), 'oklch(calc(var(--swatch-lightness) + -0.110) 0.100 284)'],
])('the swatch of %s is %s', (value, colour) => {
  expect(digestColour(value)).toBe(colour);
});

/** Björn Ottosson's Oklab: https://www.w3.org/TR/css-color-4/#color-conversion-code */
function hueOf(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const x = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const y = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return ((Math.atan2(y, x) * 180) / Math.PI + 360) % 360;
}

const tokens = readFileSync(join(import.meta.dirname, '../app/tokens.css'), 'utf8');
const meant = [...tokens.matchAll(/--(danger|warn): (#\w{6});/g)].map(([, name = '', hex = '']) => [name, hex] as const);

test('the theme has its two colours with a meaning in light and dark', () => {
  expect(meant.map(([name]) => name)).toEqual(['danger', 'warn', 'danger', 'warn']);
});

test.each(meant)('no swatch is within 20 degrees of --%s %s', (name, hex) => {
  const own = hueOf(hex);
  for (let start = 0; start < 0x10000; start++) {
    const hue = Number(/ (\d+)\)$/.exec(digestColour(digest(start.toString(16).padStart(4, '0'))))?.[1]);
    const apart = Math.abs(hue - own);
    if (Math.min(apart, 360 - apart) < 20) expect.fail(`${start.toString(16)} has hue ${hue}, and --${name} ${own.toFixed(0)}`);
  }
});

test('two digests that differ in their first characters have two colours', () => {
  expect(digestColour(digest('a1b2c3d4'))).not.toBe(digestColour(digest('a1b2c3d5').replace('d5', '15')));
});

test('neighbouring layers are far apart in hue', () => {
  const hues = [0, 1, 2, 3].map((index) => Number(/ ([\d.]+)\)$/.exec(layerColour(index))?.[1]));
  for (const [i, hue] of hues.slice(1).entries()) {
    const apart = Math.abs(hue - (hues[i] ?? 0));
    expect(Math.min(apart, 360 - apart)).toBeGreaterThan(90);
  }
});
