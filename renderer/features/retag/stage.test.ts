import { expect, test } from 'vitest';
import type { CurrentTag, RetagPlan } from '../../../shared/contract/retag.ts';
import { changedBy, EMPTY_FORM, namesOf, plannable, problemOf, type RetagForm, stageOf } from './stage.ts';

const DIGEST = 'sha256:a';
const free: CurrentTag = { state: 'free' };
const same: CurrentTag = { state: 'same' };
const planFor = (...targets: [string, CurrentTag][]): RetagPlan => ({
  ...{ planId: 'p', missing: [] },
  targets: targets.map(([to, current]) => ({ from: '1.0', digest: DIGEST, to, current })),
});

test.each([
  ['one name', { text: 'stable' }, ['stable']],
  ['several names and the family, each once', { text: 'stable  latest', chosen: new Set(['latest', '1']) }, ['stable', 'latest', '1']],
  ['nothing', {}, []],
])('the new tags: %s', (_, form, names) => {
  expect(namesOf({ ...EMPTY_FORM, ...form })).toEqual(names);
});

test.each([
  ['a usable name', ['stable'], undefined, ['stable']],
  ['a name that is no tag', ['stable', '-x'], 'invalid', ['stable']],
  ['the tag itself', ['stable', '1.0'], 'itself', ['stable']],
] as const)('%s: the problem, and what can be planned', (_, names, problem, asked) => {
  expect(problemOf(names, '1.0')).toBe(problem);
  expect(plannable(names, '1.0')).toEqual(asked);
});

const about = { tag: '1.0', protectedTags: [] as string[], production: undefined as string | undefined };
const inProduction = { ...about, production: 'team/api' };
const guarded = { ...about, protectedTags: ['1.0', 'latest'] };
const taken: CurrentTag = { state: 'taken', digest: 'sha256:b', complete: true, indexes: [] };
const error = new Error('offline');

test.each([
  ['nothing is entered', { asked: [] }, 'empty'],
  ['the person types', { isSettled: false, plan: planFor(['stable', free]) }, 'planning'],
  ['the plan is read', {}, 'planning'],
  ['the plan cannot be read', { error }, 'failed'],
  ['the plan is read again and that fails', { error, plan: planFor(['stable', free]) }, 'failed'],
  ['the plan is there', { plan: planFor(['stable', free]) }, 'asking'],
] as const)('while %s', (_, reading, kind) => {
  const all = { asked: ['stable'], isSettled: true, plan: undefined, error: null, ...reading };
  expect(stageOf(all, { ...EMPTY_FORM, text: 'stable' }, about).kind).toBe(kind);
});

test.each<[string, RetagPlan, Partial<RetagForm>, typeof about, boolean]>([
  ['a new tag', planFor(['stable', free]), {}, about, true],
  ['a tag that points to the image already', planFor(['stable', same]), {}, about, false],
  ['one such tag and a new one', planFor(['stable', same], ['b', free]), { text: 'stable b' }, about, true],
  ['a move to a tag that points to the image already', planFor(['stable', same]), { remove: true }, about, true],
  ['a usable name beside one that is no tag', planFor(['stable', free]), { text: 'stable -x' }, about, false],
  ['a usable name beside the tag itself', planFor(['stable', free]), { text: 'stable 1.0' }, about, false],
  ['a protected tag that is kept', planFor(['stable', free]), {}, guarded, true],
  ['a move of a protected tag', planFor(['stable', free]), { remove: true }, guarded, false],
  ['a move of a protected tag whose name is typed', planFor(['stable', free]), { remove: true, typed: ' 1.0 ' }, guarded, true],
  ['in production a tag that is overwritten', planFor(['latest', taken]), { text: 'latest' }, inProduction, true],
  ['in production a move', planFor(['stable', free]), { remove: true }, inProduction, false],
  ['in production a move with the repository typed', planFor(['stable', free]), { remove: true, typed: 'team/api' }, inProduction, true],
  ['a protected tag that is overwritten', planFor(['latest', taken]), { text: 'latest' }, guarded, false],
  [
    'a protected tag that is overwritten and whose name is typed',
    planFor(['latest', taken]),
    { text: 'latest', typed: 'latest' },
    guarded,
    true,
  ],
  ['a protected name that no tag has yet', planFor(['latest', free]), { text: 'latest' }, guarded, true],
  [
    'a move over a protected tag, with one of the names typed',
    planFor(['latest', taken]),
    { text: 'latest', remove: true, typed: 'latest' },
    guarded,
    false,
  ],
])('whether it can be confirmed: %s', (_, plan, form, of, isReady) => {
  const reading = { asked: plan.targets.map(({ to }) => to), isSettled: true, plan, error: null };
  expect(stageOf(reading, { ...EMPTY_FORM, text: 'stable', ...form }, of)).toMatchObject({ kind: 'asking', plan, isReady });
});

test.each<[string, RetagPlan, boolean, string, string[]]>([
  ['a new tag', planFor(['stable', free]), false, 'retag', ['stable']],
  ['a move to a new tag, beside one that points to the image already', planFor(['b', same], ['stable', free]), true, 'move', ['stable']],
  ['a move over another image', planFor(['stable', taken]), true, 'move', ['stable']],
  ['a move to tags that all point to the image already', planFor(['stable', same], ['b', same]), true, 'delete', []],
])('what confirming does, and the tags that change: %s', (_, plan, remove, act, changed) => {
  const reading = { asked: plan.targets.map(({ to }) => to), isSettled: true, plan, error: null };
  expect(stageOf(reading, { ...EMPTY_FORM, text: 'stable', remove }, about)).toMatchObject({ kind: 'asking', act });
  expect(changedBy(plan)).toEqual(changed);
});
