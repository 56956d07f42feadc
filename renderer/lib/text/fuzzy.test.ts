import { expect, test } from 'vitest';
import { fuzzyFilter, fuzzyParts } from './fuzzy.ts';

const names = ['team/api', 'team/api-gateway', 'charts/gateway', 'mirror/docker.io/nginx', '后端/网关'];

test.each([
  ['', names],
  ['   ', names],
  ['gateway', ['charts/gateway', 'team/api-gateway']],
  ['tapi', ['team/api', 'team/api-gateway']],
  ['team gate', ['team/api-gateway']],
  ['NGINX', ['mirror/docker.io/nginx']],
  ['网关', ['后端/网关']],
  ['nothing like it', []],
])('"%s" finds %j', (typed, found) => {
  expect(fuzzyFilter([...names], typed).toSorted()).toEqual([...found].toSorted());
});

test('whole words come before the beginning of words, those before parts of words', () => {
  const found = fuzzyFilter(['cn/invoices-fapiao', 'shop/api-gateway', 'shop/payments/api', 'charts/api'], 'api');
  expect(found.slice(0, 2).toSorted()).toEqual(['charts/api', 'shop/payments/api']);
  expect(found.slice(2)).toEqual(['shop/api-gateway', 'cn/invoices-fapiao']);
});

test.each([
  ['api', ['wasm/price-rules', 'artifacts/policies/admission'], ['wasm/price-rules', 'artifacts/policies/admission']],
  ['api', ['wasm/price-rules', 'artifacts/policies/admission', 'team/api'], ['team/api']],
  ['team api', ['team/web-api', 'team/api', 'tools/exam/map-it'], ['team/api', 'team/web-api']],
])('letters far apart are a hit for "%s" only where its words are nowhere: of %j it finds %j', (typed, texts, found) => {
  expect(fuzzyFilter(texts, typed).toSorted()).toEqual(found.toSorted());
});

test('the closest match comes first', () => {
  expect(fuzzyFilter(['team/api-gateway', 'team/api'], 'team/api')[0]).toBe('team/api');
});

test.each([
  ['team/api-gateway', 'gate', ['team/api-', 'gate', 'way']],
  ['team/api', 'team/api', ['', 'team/api', '']],
  ['team/api', 'TEAM', ['', 'team', '/api']],
  ['team/api', '', ['team/api']],
  ['team/api', 'zzz', ['team/api']],
  ['charts/api', 'api', ['charts/', 'api', '']],
])('in "%s" the hits of "%s" are every second of %j', (text, typed, parts) => {
  expect(fuzzyParts(text, typed)).toEqual(parts);
});

test.each(['tapi', 'team api', 'm a'])('the parts of a text with "%s" marked are the whole text', (typed) => {
  const parts = fuzzyParts('team/api', typed);
  expect(parts.join('')).toBe('team/api');
  expect(parts.length).toBeGreaterThan(1);
});

test('what is longer than any name is found nowhere, and breaks nothing', () => {
  const long = 'a'.repeat(10_000);
  expect(fuzzyFilter(['team/api'], long)).toEqual([]);
  expect(fuzzyParts('team/api', long)).toEqual(['team/api']);
  expect(fuzzyFilter(['team/api'], `${'a '.repeat(200)}`)).toEqual([]);
});
