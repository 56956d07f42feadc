import { expect, test } from 'vitest';
import { type Action, applyEdits, cleanUpCsv, targetsOf } from './clean-up-rows.ts';

const digestOf = (letter: string): string => `sha256:${letter.repeat(64)}`;
const signature = (letter: string): string => `sha256-${letter.repeat(64)}.sig`;

const row = (
  tag: string,
  letter: string,
  action: Action,
  reason: 'rule' | 'no-rule' | 'subject-deleted' = action === 'delete' ? 'rule' : 'no-rule',
) => ({ repository: 'team/api', tag, digest: digestOf(letter), action, reason, rule: 1 }) as const;

const rows = [row('1.0', 'a', 'delete'), row('2.0', 'b', 'keep'), row(signature('a'), 'c', 'delete', 'subject-deleted')];

test.each<[string, Record<string, Action>, Record<string, string>]>([
  [
    'without edits, rows are as the rules decided',
    {},
    { '1.0': 'delete rule', '2.0': 'keep no-rule', [signature('a')]: 'delete subject-deleted' },
  ],
  [
    'an image that is kept keeps its signature',
    { '1.0': 'keep' },
    { '1.0': 'keep rule edited', '2.0': 'keep no-rule', [signature('a')]: 'keep referrer' },
  ],
  [
    'a signature that the person deletes is deleted, also where its image is kept',
    { '1.0': 'keep', [signature('a')]: 'delete' },
    { '1.0': 'keep rule edited', '2.0': 'keep no-rule', [signature('a')]: 'delete subject-deleted edited' },
  ],
  [
    'an edit that agrees with the rules is none',
    { '2.0': 'keep' },
    { '1.0': 'delete rule', '2.0': 'keep no-rule', [signature('a')]: 'delete subject-deleted' },
  ],
])('%s', (_, edits, expected) => {
  const planned = applyEdits(rows, new Map(Object.entries(edits).map(([tag, action]) => [`team/api\n${tag}`, action])));
  expect(
    Object.fromEntries(planned.map(({ tag, action, reason, edited }) => [tag, `${action} ${reason}${edited ? ' edited' : ''}`])),
  ).toEqual(expected);
});

test('the tags to delete are named with the digests that the dry run showed', () => {
  expect(targetsOf(applyEdits(rows, new Map([[`team/api\n2.0`, 'delete']])))).toEqual([
    {
      repository: 'team/api',
      tags: ['1.0', '2.0', signature('a')],
      seen: { '1.0': digestOf('a'), '2.0': digestOf('b'), [signature('a')]: digestOf('c') },
    },
  ]);
});

test('the CSV names the action and the reason', () => {
  const text = cleanUpCsv(applyEdits(rows, new Map([[`team/api\n1.0`, 'keep']])));
  expect(text).toContain('repository,tag,digest,created,bytes,action,reason,rule');
  expect(text).toContain(`team/api,1.0,${digestOf('a')},,,keep,edited,1`);
});
