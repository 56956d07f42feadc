import { expect, test } from 'vitest';
import { ReadOrder } from './read-order.ts';

/** Reads as far as there is something to read, each tag's manifests being known at once. */
function readAll(order: ReadOrder, most = 100): string[] {
  const read: string[] = [];
  for (let next = order.next(); next && read.length < most; next = order.next()) {
    read.push(`${next.tag} ${next.part}`);
    order.ended(next, next.part === 'manifests');
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
  order.ended({ tag: 'b', part: 'manifests' }, true);
  order.ended({ tag: 'a', part: 'manifests' }, true);
  expect(readAll(order)).toEqual(['a rest', 'c manifests', 'd manifests', 'b rest', 'c rest', 'd rest']);
});

test('what comes on screen late is read before the rest of others', () => {
  const order = new ReadOrder(['a', 'b', 'c']);
  for (const tag of ['a', 'b', 'c']) {
    order.next();
    order.ended({ tag, part: 'manifests' }, true);
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

test('the rest waits until all manifests have been read, unless it is on screen', () => {
  const order = new ReadOrder(['a', 'b']);
  order.next();
  order.next();
  order.ended({ tag: 'a', part: 'manifests' }, true);
  expect(order.next()).toBeUndefined();
  order.readFirst(['a']);
  expect(order.next()).toEqual({ tag: 'a', part: 'rest' });
  order.ended({ tag: 'a', part: 'rest' }, false);
  order.ended({ tag: 'b', part: 'manifests' }, true);
  expect(order.next()).toEqual({ tag: 'b', part: 'rest' });
});

test('the screen is read once nothing is missing or under way of its rows', () => {
  const order = new ReadOrder(['a', 'b', 'c']);
  const early = order.next();
  order.readFirst(['a', 'b', 'unknown']);
  expect(order.isScreenRead).toBe(false);
  expect([order.nextOnScreen(), order.nextOnScreen()]).toEqual([{ tag: 'b', part: 'all' }, undefined]);
  order.ended({ tag: 'b', part: 'all' }, false);
  expect([early, order.isScreenRead]).toEqual([{ tag: 'a', part: 'manifests' }, false]);
  order.ended({ tag: 'a', part: 'manifests' }, true);
  expect([order.nextOnScreen(), order.isScreenRead]).toEqual([{ tag: 'a', part: 'rest' }, false]);
  order.ended({ tag: 'a', part: 'rest' }, false);
  expect(order.isScreenRead).toBe(true);
});
