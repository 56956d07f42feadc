import { expect, test } from 'vitest';
import type { OneTagEvent, ReadTag, TagEvent } from '../../../shared/contract/tags.ts';
import { isNotFound } from './rows.ts';
import { addEvent, emptyTable } from './tag-table.ts';

const row = (tag: string, letter: string): ReadTag => ({
  state: 'read',
  tag,
  digest: `sha256:${letter.repeat(64)}`,
  mediaType: 'm',
  kind: 'image',
  content: 'image',
  platforms: [],
});

const after = (...events: readonly TagEvent[]) => events.reduce((table, event) => addEvent(table, { ...event, readId: 'r' }), emptyTable());
const REMEMBERED: readonly TagEvent[] = [
  { kind: 'remembered', asOf: 1_000, names: '2.0\n1.0', rows: [row('2.0', 'b')] },
  { kind: 'remembered', asOf: 1_000, names: '', rows: [row('1.0', 'a')] },
  { kind: 'start' },
];
const NAMES: TagEvent = { kind: 'names', names: '3.0\n1.0', runs: [0, 2] };

test('what is remembered is shown with its time, and until the names are known it denies no tag', () => {
  const remembered = after(...REMEMBERED);
  expect(remembered).toMatchObject({ names: ['2.0', '1.0'], listed: false, isRemembered: true, readAt: 1_000, done: false });
  expect([...remembered.details.keys()]).toEqual(['2.0', '1.0']);
  expect(isNotFound(remembered, '3.0')).toBe(false);
  // While names arrive, those on screen stay.
  expect(after(...REMEMBERED, NAMES).names).toEqual(['2.0', '1.0']);
});

test('once all names are known what is gone leaves, what is new comes, and only the rows are remembered', () => {
  const listed = after(...REMEMBERED, NAMES, { kind: 'listed' });
  expect(listed).toMatchObject({ names: ['3.0', '1.0'], listed: true, isRemembered: true });
  expect([...listed.details.keys()]).toEqual(['1.0']);
  expect([isNotFound(listed, '2.0'), isNotFound(listed, '3.0')]).toEqual([true, false]);
  const ended = addEvent(addEvent(listed, { kind: 'details', details: [row('3.0', 'c'), row('1.0', 'a')], readId: 'r' }), {
    kind: 'end',
    readId: 'r',
  });
  expect(ended).toMatchObject({ isRemembered: false, done: true, read: 2 });
  expect(ended.readAt).toBeGreaterThan(1_000);
});

test('rows that are as they were remembered count as read, and stay', () => {
  const listed = after(...REMEMBERED, { kind: 'names', names: '2.0\n1.0', runs: [0, 2] }, { kind: 'listed' });
  const read = addEvent(listed, { kind: 'details', details: [row('1.0', 'c')], unchanged: 1, readId: 'r' });
  expect(read).toMatchObject({ read: 2, told: 2 });
  expect([read.details.get('2.0'), read.details.get('1.0')]).toEqual([row('2.0', 'b'), row('1.0', 'c')]);
});

test('a row of which only the manifest is read does not count as read', () => {
  const half: TagEvent = { kind: 'details', details: [{ ...row('1.0', 'a'), pending: true }] };
  expect(after({ kind: 'start' }, { kind: 'names', names: '1.0', runs: [0, 1] }, { kind: 'listed' }, half)).toMatchObject({
    read: 0,
    told: 1,
  });
});

test('without anything remembered, names are shown as they arrive', () => {
  expect(after({ kind: 'start' }, NAMES)).toMatchObject({ names: ['3.0', '1.0'], listed: false, isRemembered: false });
});

test('what is told together is as if it was told one by one', () => {
  const events: readonly OneTagEvent[] = [{ kind: 'start' }, { kind: 'names', names: '3.0\n1.0', runs: [0, 2] }, { kind: 'listed' }];
  expect(after({ kind: 'together', events })).toEqual(after(...events));
  expect(after({ kind: 'together', events })).toMatchObject({ names: ['3.0', '1.0'], listed: true, readId: 'r' });
});

test('a row that says nothing new stays the same object; one that was moved is another', () => {
  const before = after(...REMEMBERED, NAMES, { kind: 'listed' });
  const known = before.details.get('1.0');
  const again: TagEvent = { kind: 'details', details: [{ ...row('1.0', 'a'), platforms: [] }] };
  expect(addEvent(before, { ...again, readId: 'r' }).details.get('1.0')).toBe(known);
  const moved: TagEvent = { kind: 'details', details: [row('1.0', 'd')] };
  expect(addEvent(before, { ...moved, readId: 'r' }).details.get('1.0')).toEqual(row('1.0', 'd'));
});

test('names that are read again and are the same keep the order on screen, and the end that changes nothing keeps the list', () => {
  const twice = after(...REMEMBERED, { kind: 'names', names: '2.0\n1.0', runs: [0, 2] }, { kind: 'listed' });
  expect(twice.names).toEqual(['2.0', '1.0']);
  expect(addEvent(twice, { kind: 'end', readId: 'r' }).names).toBe(twice.names);
});
