import { expect, test } from 'vitest';
import { nearestName, nearNames } from './nearest.ts';

const names = ['team/web', 'team/api', 'team/apis', 'team/api-gateway', 'db'];

test.each([
  ['a letter left out', 'team/ap', 'team/api'],
  ['a letter too many', 'team/apii', 'team/api'],
  ['two letters swapped', 'taem/web', 'team/web'],
  ['two wrong letters', 'teem/wab', 'team/web'],
  ['the nearest of two', 'team/apiss', 'team/apis'],
  ['three wrong letters', 'xyzm/web', undefined],
  ['an own name', 'team/backend', undefined],
  ['a short name with two wrong letters', 'ac', undefined],
  ['a short name with one wrong letter', 'dc', 'db'],
  ['a short name with two letters swapped', 'bd', 'db'],
])('%s: %s', (_, typed, name) => {
  expect(nearestName(typed, names)).toBe(name);
});

test('a name that there is has no other one in its place', () => {
  expect(nearestName('team/api', ['team/api'])).toBeUndefined();
});

const release = ['charts/api', 'release/payments/api', 'release/api', 'release/web', 'api-docs'];

test.each([
  ['one that is a letter away, alone', 'release/apo', ['release/api']],
  ['the same service in another namespace, the ones as deep first', 'shop/api', ['charts/api', 'release/api', 'release/payments/api']],
  ['a service without its namespace', 'web', ['release/web']],
  ['only a whole last word', 'shop/docs', []],
])('names that were perhaps meant: %s', (_, typed, expected) => {
  expect(nearNames(typed, release)).toEqual(expected);
});
