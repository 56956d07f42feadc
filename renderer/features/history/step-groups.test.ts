import { createInstance } from 'i18next';
import { expect, test } from 'vitest';
import type { Change, ChangeStep, StepEntry } from '../../../shared/contract/history.ts';
import { words as en } from '../../i18n/en.ts';
import { createFormat } from '../../lib/text/format.ts';
import { entryText, groupText } from './history-text.ts';
import { stepGroups } from './step-groups.ts';

const i18n = createInstance();
await i18n.init({ lng: 'en', resources: { en: { translation: en } }, interpolation: { escapeValue: false } });
const format = createFormat('en');

const DIGEST = `sha256:${'a'.repeat(64)}`;
const step = (more: Partial<ChangeStep>): StepEntry => ({
  kind: 'step',
  step: { at: '2026-11-25T00:00:00Z', method: 'PUT', reference: '1.0', why: 'move', status: 201, took: 10, ...more },
});
const times = (count: number, more: Partial<ChangeStep>): StepEntry[] => Array.from({ length: count }, () => step(more));
const told = (entries: readonly StepEntry[]): string[] => stepGroups(entries).groups.map((group) => groupText(i18n.t, format, group));

test.each<[string, StepEntry[], string[]]>([
  [
    'a copy',
    [
      ...times(35, { method: 'POST', reference: DIGEST, why: 'blob' }),
      ...times(2, { method: 'POST', reference: DIGEST, why: 'blob', mount: 'team/web' }),
      step({}),
    ],
    ['35 blobs uploaded', '2 blobs mounted', '1 tag pointed to the image'],
  ],
  [
    'a mount that became an upload',
    [step({ method: 'POST', reference: DIGEST, why: 'blob', mount: 'team/web', status: 202 })],
    ['1 blob uploaded'],
  ],
  [
    'a deletion with a proof, tag by tag: what alternates is counted together',
    [
      step({ why: 'prove' }),
      step({ why: 'prove', method: 'DELETE', status: 202 }),
      ...[1, 2, 3].flatMap(() => [step({ why: 'replace' }), step({ why: 'remove', method: 'DELETE', status: 202 })]),
      step({ why: 'remove', method: 'DELETE', reference: DIGEST, status: 404 }),
    ],
    ['Permissions checked with an empty image (2 requests)', '3 tags pointed to an empty image', '3 tags deleted', '1 image deleted'],
  ],
  [
    'refusals and answers that never came are lines of their own, in words',
    [
      ...times(2, { why: 'remove', method: 'DELETE', status: 202 }),
      ...times(12, { why: 'remove', method: 'DELETE', status: 405 }),
      { kind: 'step', step: { at: '', method: 'PUT', reference: '1.0', why: 'restore' } },
      step({ why: 'restore', failure: 'NETWORK' }),
      step({ why: 'child', reference: DIGEST, status: 418 }),
    ],
    [
      '2 tags deleted',
      'Not done: 12 tags deleted. The registry does not allow this (405).',
      'Not confirmed: 1 tag restored. No answer came.',
      'Not done: 1 tag restored. The registry could not be reached.',
      'Not done: 1 platform image restored. The registry answered 418.',
    ],
  ],
])('the steps of %s', (_, entries, expected) => {
  expect(told(entries)).toEqual(expected);
});

test('what cannot be read is kept, and the time of a group is the sum', () => {
  const { groups, unread } = stepGroups([...times(3, {}), { kind: 'unread', text: '?' }]);
  expect(groups.map(({ took }) => took)).toEqual([30]);
  expect(unread).toHaveLength(1);
});

const change = (more: Partial<Change>): Change => ({
  id: 'x',
  at: '2026-11-25T00:00:00Z',
  connection: { id: 'c', name: 'Prod', url: 'https://registry.example.com' },
  repository: 'team/api',
  what: 'retag',
  tag: '2.0',
  from: '1.0',
  state: 'done',
  tags: 1,
  steps: 3,
  movedTags: true,
  ...more,
});

test.each<[string, Partial<Change>]>([
  ['Retagged 1.0 as 2.0 in team/api', {}],
  ['Retagged 3 tags in team/api', { from: undefined, tags: 3 }],
  ['Deleted 2.0 in team/api', { what: 'delete-tag' }],
  ['Deleted the image of 2.0 with 3 tags in team/api', { what: 'delete-image', tags: 3 }],
  ['Deleted 1,200 tags in team/api', { what: 'delete-many', tags: 1200 }],
  ['Deleted 1 tag in team/api', { what: 'delete-many', tags: 1, state: 'partly' }],
  ['Deleted 3 untagged manifests in team/api', { what: 'delete-many', tags: 3, untagged: 3 }],
  ['Deleted 12 tags and untagged manifests in team/api', { what: 'delete-many', tags: 12, untagged: 3 }],
  [
    'Undid a change to untagged manifest a1b2c3d in team/api',
    { what: 'undo', tag: `sha256:a1b2c3d${'0'.repeat(57)}`, tags: 1, untagged: 1 },
  ],
  ['Copied 1.0 to team/api:2.0', { what: 'copy' }],
  ['Loaded 1.0 as team/api:2.0', { what: 'load' }],
  ['Undid a change to 2.0 in team/api', { what: 'undo' }],
  ['Undid a change to 12 tags in team/api', { what: 'undo', tags: 12 }],
  ['Redid a change to 12 tags in team/api', { what: 'undo', tags: 12, redoes: true }],
  ['Delete 12 tags in team/api', { what: 'delete-many', tags: 12, state: 'failed' }],
  ['Retag 1.0 as 2.0 in team/api', { state: 'running' }],
])('an entry reads "%s"', (text, more) => {
  expect(entryText(i18n.t, format, change(more))).toBe(text);
});
