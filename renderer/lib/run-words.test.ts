import { createInstance } from 'i18next';
import { expect, test } from 'vitest';
import type { Run } from '../../shared/contract/runs.ts';
import { words as en } from '../i18n/en.ts';
import { againText, paceTexts, reasonText, silentText } from './run-words.ts';
import { createFormat } from './text/format.ts';

const i18n = createInstance();
await i18n.init({ lng: 'en', resources: { en: { translation: en } }, interpolation: { escapeValue: false } });
const { t } = i18n;
const format = createFormat('en');
const cut = { code: 'NETWORK', data: { host: 'r.example', reason: 'cut', detail: '' } };

const run = (more: Partial<Run>): Run => ({
  id: 'r',
  about: { kind: 'delete', connectionId: 'c', connection: 'Prod', repository: 'a', tag: '1.0', count: 9, untagOnly: false },
  state: 'running',
  started: '2026-01-01T00:00:00Z',
  changeIds: [],
  canRetry: false,
  dismissed: false,
  ...more,
});
const bytes = { phase: 'work', done: 25e6, total: 63e6, unit: 'bytes' } as const;
const tags = { phase: 'work', done: 10, total: 90, unit: 'tags' } as const;
const waiting = { failure: cut, until: '2026-01-01T00:00:08Z', attempt: 2, tries: 6 };

test.each<[string, Partial<Run>, readonly string[]]>([
  ['before anything is known', {}, []],
  ['before the speed means anything', { progress: bytes }, []],
  ['a transfer', { progress: { ...bytes, perSecond: 3.8e6 } }, ['3.8 MB/s', '10 sec left']],
  ['a deletion', { progress: { ...tags, perSecond: 4 } }, ['20 sec left']],
  ['one that reads, whose total still grows', { progress: { ...tags, phase: 'read', perSecond: 4 } }, []],
  ['one that stands still', { progress: { ...bytes, perSecond: 0 } }, []],
  ['one that is paused', { state: 'paused', progress: { ...bytes, perSecond: 5 } }, []],
  ['one that waits for the registry', { progress: { ...bytes, perSecond: 5 }, waiting }, []],
  ['one that is done', { progress: { ...bytes, done: 63e6, perSecond: 3.8e6 } }, ['3.8 MB/s']],
])('the pace of %s', (_, more, texts) => {
  expect(paceTexts(t, format, run(more))).toEqual(texts);
});

const LAST = 'After the last try the run ends. What is done is kept.';
test.each<[string, number]>([
  [`Trying again in 8 sec (try 3 of 6). ${LAST}`, 0],
  [`Trying again in 1 sec (try 3 of 6). ${LAST}`, 7_500],
  [`Trying again now (try 3 of 6). ${LAST}`, 8_100],
])('while the registry cannot be reached: "%s"', (text, after) => {
  expect(againText(t, format, waiting, Date.parse('2026-01-01T00:00:00Z') + after)).toBe(text);
});

test('work that goes on without the answer, too, counts no tries', () => {
  const { tries: _, ...soon } = waiting;
  expect(againText(t, format, soon, Date.parse('2026-01-01T00:00:00Z'))).toBe('Trying again in 8 sec.');
});

test('a registry that cannot be reached is said to be, and another reason is named', () => {
  expect(reasonText(t, cut)).toBe('The registry cannot be reached.');
  expect(reasonText(t, { code: 'CONFLICT', data: { what: 'file-exists', subject: '/a' } })).toBe('A file with this name exists');
});

test.each<[string, number]>([
  ['Still waiting, for 3 sec now.', 3_100],
  ['Still waiting, for 65 sec now.', 65_000],
])('while a registry does not answer: "%s"', (text, after) => {
  const since = '2026-01-01T00:00:00Z';
  expect(silentText(t, format, { host: 'r.example', since }, Date.parse(since) + after)).toBe(text);
});
