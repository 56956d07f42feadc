import { expect, test } from 'vitest';
import { cutMiddle, splitMiddle } from './middle.ts';

test.each([
  ['short', 10, 'short'],
  ['exactly-10', 10, 'exactly-10'],
  ['a-name-of-20-letters', 11, 'a-name…ters'],
  [`sha256:${'a'.repeat(60)}beef`, 20, 'sha256:aaaaa…aaabeef'],
])('%s in %i characters is %s', (text, most, cut) => {
  expect(cutMiddle(text, most)).toBe(cut);
  expect(cut.length).toBeLessThanOrEqual(most);
});

test.each([
  ['', '', ''],
  ['1', '1', ''],
  ['1.9.2', '1.9', '.2'],
  ['shop/payments/ledger', 'shop/payments', '/ledger'],
  ['team/a-service-with-a-very-long-name', 'team/a-service-with-a-ver', 'y-long-name'],
  ['1.9.2-alpine3.20', '1.9.2-al', 'pine3.20'],
  [`sha256-${'a'.repeat(64)}.sig`, `sha256-${'a'.repeat(57)}`, 'aaaaaaa.sig'],
])('%s keeps its end', (text, head, tail) => {
  expect(splitMiddle(text)).toEqual({ head, tail });
});
