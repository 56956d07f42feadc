import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { record } from './support/bench/record.ts';
import { pushImage } from './support/content/images.ts';

const LAYERS = 100;
const ROUNDS = 7;

const main = (page: Page) => page.getByRole('main', { name: 'Compare' });

/** ms from a press of "Swap" until the frame in which all rows of the other way round are drawn. */
const swap = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const table = document.querySelector('main table');
    const header = (): string => table?.querySelector('thead')?.textContent ?? '';
    const before = header();
    const started = performance.now();
    [...document.querySelectorAll<HTMLButtonElement>('main header button')].find(({ textContent }) => textContent === 'Swap')?.click();
    while (header() === before) await new Promise((drawn) => requestAnimationFrame(drawn));
    await new Promise((drawn) => requestAnimationFrame(drawn));
    return performance.now() - started;
  });

/** The same cells as plain text in a table of its own: what this machine needs to lay out and draw them. */
const plain = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const table = document.querySelector('main table');
    const texts = [...(table?.querySelectorAll('tr') ?? [])].map((row) => [...row.children].map(({ textContent }) => textContent ?? ''));
    const started = performance.now();
    const bare = document.createElement('table');
    for (const row of texts) {
      const line = bare.insertRow();
      for (const text of row) line.insertCell().textContent = text;
    }
    document.querySelector('[role=tabpanel]')?.append(bare);
    for (let frame = 0; frame < 2; frame++) await new Promise((drawn) => requestAnimationFrame(drawn));
    const took = performance.now() - started;
    bare.remove();
    return took;
  });

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

test(`two images of ${LAYERS} layers that are known are compared anew, each of them changed`, async ({ longshore, page, registry }) => {
  const layers = Array.from({ length: LAYERS }, (_, i) => 100 + i);
  for (const tag of ['1.0', '2.0']) await pushImage({ layers }, { host: registry.host, repository: 'load/layers', tags: [tag] });
  await longshore.addRegistry(registry.host, 'Layers');
  await longshore.openRepository('load/layers');
  await expect(longshore.tag('1.0').getByText('amd64')).toBeVisible();
  for (const tag of ['1.0', '2.0']) await longshore.tag(tag).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await main(page).getByRole('tab', { name: 'Layers' }).click();
  await expect(main(page).getByRole('table', { name: 'Layers' }).getByRole('row')).toHaveCount(LAYERS + 1);
  const rounds = { took: [] as number[], floor: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    rounds.took.push(await swap(page));
    rounds.floor.push(await plain(page));
  }
  const what = `Compare: ${LAYERS} layers`;
  record(`${what}, all changed and known, until drawn`, { value: middle(rounds.took), unit: 'ms', floor: middle(rounds.floor), most: 300 });
});
