import type { Locator } from '@playwright/test';

/** How often a text is typed: 95 of 100 keys cannot be told from the dozen of one word. */
const ROUNDS = 3;

/**
 * Types into a field, one letter at a time and three times over, and tells for each the ms from the key to the second frame after it: React has drawn by the
 * first one, and the screen shows it by the second.
 */
export async function typeAndTime(field: Locator, text: string, pause = 120): Promise<number[]> {
  await field.focus();
  await field.evaluate((element) => {
    const times: number[] = [];
    Object.assign(window, { __typed: times });
    element.addEventListener('keydown', () => {
      const started = performance.now();
      requestAnimationFrame(() => requestAnimationFrame(() => times.push(performance.now() - started)));
    });
  });
  for (let round = 0; round < ROUNDS; round++) {
    await field.fill('');
    await field.page().waitForTimeout(pause);
    for (const letter of text) {
      await field.press(letter);
      await field.page().waitForTimeout(pause);
    }
  }
  return field.evaluate(() => (window as unknown as { __typed: number[] }).__typed);
}

/** The value that 95 of 100 do not exceed. */
export const p95 = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * 0.95))] ?? Number.NaN;

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
