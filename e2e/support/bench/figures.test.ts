import { expect, test } from 'vitest';
import { asLines, asPage, figureOf, type Measured } from './figures.ts';

test.each<[Measured, { ratio: number | null; goal: string | null; ok: boolean }]>([
  [
    { value: 60, unit: 'ms', most: 60 },
    { ratio: null, goal: '≤ 60 ms', ok: true },
  ],
  [
    { value: 60.1, unit: 'ms', most: 60 },
    { ratio: null, goal: '≤ 60 ms', ok: false },
  ],
  [
    { value: 22, unit: 's', floor: 20, mostRatio: 1.1 },
    { ratio: 1.1, goal: '≤ 1.1 x the floor', ok: true },
  ],
  [
    { value: 23, unit: 's', floor: 20, mostRatio: 1.1 },
    { ratio: 1.15, goal: '≤ 1.1 x the floor', ok: false },
  ],
  [
    { value: 6, unit: 's', floor: 4, most: 7, mostRatio: 1.2 },
    { ratio: 1.5, goal: '≤ 7 s, ≤ 1.2 x the floor', ok: false },
  ],
  [
    { value: 900, unit: 'tags/s', least: 1_000 },
    { ratio: null, goal: '≥ 1,000 tags/s', ok: false },
  ],
  [
    { value: 5, unit: 'MB', floor: 4 },
    { ratio: 1.25, goal: null, ok: true },
  ],
  [
    { value: 5, unit: 'MB', mostRatio: 2 },
    { ratio: null, goal: '≤ 2 x the floor', ok: false },
  ],
  [
    { value: Number.NaN, unit: 'ms' },
    { ratio: null, goal: null, ok: false },
  ],
])('%j is judged as %j', (measured, { ratio, goal, ok }) => {
  const figure = figureOf('a figure', measured);
  expect(figure).toMatchObject({ name: 'a figure', value: measured.value, goal, ok });
  if (ratio === null) expect(figure.ratio).toBeNull();
  else expect(figure.ratio).toBeCloseTo(ratio);
});

test('what was missed stands out, in the terminal and on the page', () => {
  const figures = [
    figureOf('names', { value: 55.4, unit: 'ms', most: 60 }),
    figureOf('everything', { value: 23, unit: 's', floor: 20, mostRatio: 1.1 }),
    figureOf('file', { value: 1_234, unit: 'MB' }),
  ];
  expect(asLines(figures).split('\n')).toEqual([
    'Figure         Value  Floor  Ratio               Goal',
    'names        55.4 ms                          ≤ 60 ms      ok',
    'everything      23 s   20 s   1.15  ≤ 1.1 x the floor  MISSED',
    'file        1,234 MB',
  ]);
  expect(asPage(figures, ['2026-01-01'])).toContain('| everything | 23 s | 20 s | 1.15 | ≤ 1.1 x the floor | MISSED |');
});
