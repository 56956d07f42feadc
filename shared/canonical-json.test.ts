import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

test.each([
  [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
  // The order and the numbers of the examples of RFC 8785, sections 3.2.2 and 3.2.3.
  [
    { '\u20ac': 1, '\r': 2, '\ufb33': 3, 1: 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 },
    '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
  ],
  [[Number('333333333.33333329'), 1e30, 4.5, 2e-3, 1e-27, -0], '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]'],
  ['\u20ac$\u000f\nA\'B"\\\\"/', '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'],
  [{ a: undefined, b: {} }, '{"b":{}}'],
])('%j has one form', (value, form) => {
  expect(canonicalJson(value)).toBe(form);
});

test('whatever JSON can hold is read back as it was, and has the same form whatever the order of its names', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const form = canonicalJson(value);
      const again: unknown = JSON.parse(form);
      expect(canonicalJson(again)).toBe(form);
      expect(JSON.parse(JSON.stringify(value))).toEqual(again);
      expect(canonicalJson(turned(value))).toBe(form);
    }),
    { numRuns: 1_000 },
  );
});

/** The same value with the names of its objects in the opposite order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  const pairs = Object.entries(value).map(([name, member]) => [name, turned(member)] as const);
  return Object.fromEntries(pairs.reverse());
}

test.each([
  [Number.NaN],
  [Number.POSITIVE_INFINITY],
  [1n],
  [() => {}],
  [Symbol('x')],
  [undefined],
  ['\ud800'],
  [['a\udc00b']],
  [{ '\ud800': 1 }],
])('what JSON cannot hold has none', (value) => {
  expect(() => canonicalJson(value)).toThrow(TypeError);
});
