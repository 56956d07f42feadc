import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { errorsPage } from './errors-page.ts';

test('docs/errors.md says what the page says: run `node build/errors-page.ts` where it does not', async () => {
  expect(readFileSync(join(import.meta.dirname, '../docs/errors.md'), 'utf8')).toBe(await errorsPage());
});
