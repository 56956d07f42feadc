import { expect, test } from 'vitest';
import { digestColour, layerColour } from './digest-colour.ts';

const digest = (start: string): string => `sha256:${start.padEnd(64, '0')}`;

test.each([
  [digest('0000'), 'oklch(calc(var(--swatch-lightness) + -0.110) 0.100 0)'],
  [digest('0168ff80'), 'oklch(calc(var(--swatch-lightness) + 0.000) 0.160 0)'],
  [digest('00b4'), 'oklch(calc(var(--swatch-lightness) + -0.110) 0.100 180)'],
])('the swatch of %s is %s', (value, colour) => {
  expect(digestColour(value)).toBe(colour);
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
