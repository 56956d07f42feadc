import { test } from '@playwright/test';
import { asLines, FIGURE, figureOf, type Measured } from './figures.ts';

/** Notes a figure of the benchmark that runs. One that misses its goal fails the run at its end, after all the others were measured. */
export function record(name: string, measured: Measured): void {
  const figure = figureOf(name, measured);
  test.info().annotations.push({ type: FIGURE, description: JSON.stringify(figure) });
  console.log(asLines([figure]).split('\n')[1]);
}
