import { expect, test } from 'vitest';
import { ReadOrder } from './read-order.ts';

/** Reads as far as there is something to read, each tag's manifests being known at once. */
function readAll(order: ReadOrder, most = 100): string[] {
  const read: string[] = [];
  for (let next = order.next(); next && read.length < most; next = order.next()) {
    read.push(`${next.tag} ${next.part}`);
    if (next.part === 'manifests') order.later(next.tag);
  }
  return read;
}

test('rows on screen are read whole; of the others all manifests come before the first of the rest', () => {
  const order = new ReadOrder(['a', 'b', 'c', 'd']);
  order.readFirst(['c', 'b']);
  expect(readAll(order)).toEqual(['c all', 'b all', 'a manifests', 'd manifests', 'a rest', 'd rest']);
});

test('what comes on screen while its manifests are read gets its rest next', () => {
  const order = new ReadOrder(['a', 'b', 'c', 'd']);
  expect(order.next()).toEqual({ tag: 'a', part: 'manifests' });
  expect(order.next()).toEqual({ tag: 'b', part: 'manifests' });
  order.readFirst(['a']);
  order.later('b');
  order.later('a');
  expect(readAll(order)).toEqual(['a rest', 'c manifests', 'd manifests', 'b rest', 'c rest', 'd rest']);
});

test('what comes on screen late is read before the rest of others', () => {
  const order = new ReadOrder(['a', 'b', 'c']);
  for (const tag of ['a', 'b', 'c']) {
    order.next();
    order.later(tag);
  }
  order.readFirst(['c']);
  expect(readAll(order)).toEqual(['c rest', 'a rest', 'b rest']);
});

test('what was taken is not read', () => {
  const order = new ReadOrder(['a', 'b']);
  expect([order.take('a'), order.take('a')]).toEqual([true, false]);
  order.readFirst(['a', 'unknown']);
  expect(readAll(order)).toEqual(['b manifests', 'b rest']);
});
