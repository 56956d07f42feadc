import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseVersion, plainVersion } from './version.ts';

const character = fc.constantFrom(...'0123456789..vV-_+ar');

test('what is read the short way is read alike by the expressions', () => {
  fc.assert(
    fc.property(fc.string({ unit: character, maxLength: 20 }), (tag) => {
      const plain = plainVersion(tag);
      if (plain) expect(plain).toEqual(parseVersion(tag));
    }),
  );
});

test.each([
  ['1.2.3', [1, 2, 3]],
  ['v1.10', [1, 10]],
  ['7', [7]],
  ['1.2.3.4.5.6', [1, 2, 3, 4, 5, 6]],
])('%s is read the short way', (tag, numbers) => {
  expect(plainVersion(tag)?.numbers).toEqual(numbers);
});

test.each(['', 'v', '1.', '.1', '1..2', '1.2.3-rc.1', '1.2.3.4.5.6.7', '20260411', 'vv1', 'V1'])('"%s" is not', (tag) => {
  expect(plainVersion(tag)).toBeUndefined();
});
