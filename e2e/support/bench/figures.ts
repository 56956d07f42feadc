/** One line of the benchmark. `results.json` is a list of these. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: Unit;
  /** What a bare loop of the same work, or the physical bound, took in the same run; null where there is none. In `unit`. */
  readonly floor: number | null;
  /** `value` in terms of `floor`. */
  readonly ratio: number | null;
  /** What was to be reached; null where the figure is only noted. */
  readonly goal: string | null;
  readonly ok: boolean;
};

type Unit = 'ms' | 's' | 'MB' | 'kB' | 'frames' | 'tags/s' | 'requests' | 'bytes' | 'x';

/** The annotations of a test by which the reporter knows its figures. */
export const FIGURE = 'figure';

/** What was measured, and what it may be: at most `most`, at least `least`, and at most `mostRatio` times its floor. */
export type Measured = {
  readonly value: number;
  readonly unit: Unit;
  readonly floor?: number;
  readonly most?: number;
  readonly least?: number;
  readonly mostRatio?: number;
};

const shown = (value: number): string =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));

/** Judges what was measured. A ratio without a floor is never reached. */
export function figureOf(name: string, { value, unit, floor, most, least, mostRatio }: Measured): Figure {
  const ratio = floor === undefined || floor === 0 ? undefined : value / floor;
  const goals = [
    most === undefined ? [] : [{ text: `≤ ${shown(most)} ${unit}`, isMet: value <= most }],
    least === undefined ? [] : [{ text: `≥ ${shown(least)} ${unit}`, isMet: value >= least }],
    mostRatio === undefined ? [] : [{ text: `≤ ${mostRatio} x the floor`, isMet: ratio !== undefined && ratio <= mostRatio }],
  ].flat();
  return {
    name,
    value,
    unit,
    floor: floor ?? null,
    ratio: ratio ?? null,
    goal: goals.length === 0 ? null : goals.map(({ text }) => text).join(', '),
    ok: Number.isFinite(value) && goals.every(({ isMet }) => isMet),
  };
}

const HEADINGS = ['Figure', 'Value', 'Floor', 'Ratio', 'Goal', ''] as const;

const cells = ({ name, value, unit, floor, ratio, goal, ok }: Figure): readonly string[] => [
  name,
  `${shown(value)} ${unit}`,
  floor === null ? '' : `${shown(floor)} ${unit}`,
  ratio === null ? '' : ratio.toFixed(2),
  goal ?? '',
  ok ? (goal === null ? '' : 'ok') : 'MISSED',
];

/** The figures as lines for a terminal, in columns. */
export function asLines(figures: readonly Figure[]): string {
  const rows = [HEADINGS, ...figures.map(cells)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}

/** The figures as a page: `about` has the date, the machine and what of the benchmark was run. */
export function asPage(figures: readonly Figure[], about: readonly string[]): string {
  const row = (texts: readonly string[]): string => `| ${texts.join(' | ')} |`;
  return [
    '# Benchmark',
    '',
    ...about.map((text) => `- ${text}`),
    '',
    row(HEADINGS),
    row(HEADINGS.map((_, column) => (column === 0 || column > 3 ? '---' : '---:'))),
    ...figures.map((figure) => row(cells(figure))),
    '',
  ].join('\n');
}
