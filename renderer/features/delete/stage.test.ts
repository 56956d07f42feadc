import { expect, test } from 'vitest';
import type { DeleteGroup, DeletePlan } from '../../../shared/contract/delete.ts';
import {
  asked,
  choicesOf,
  type DeleteForm,
  defaultChoice,
  EMPTY_FORM,
  isLongCheck,
  partRead,
  readingOf,
  referrersOf,
  type Undoable,
  undoableOf,
} from './stage.ts';

const group = (change: Partial<DeleteGroup> = {}): DeleteGroup => ({
  ...{ digest: 'sha256:a', mediaType: '', tags: ['1.0'], others: [], how: 'tags', indexes: [], lists: [], referrers: [], obstacles: [] },
  ...change,
});
const plan = (change: Partial<DeletePlan> = {}): DeletePlan => ({
  ...{ repository: 'team/api', isAlone: false, groups: [group()], way: 'tag-delete', notFound: [], unread: [], protected: [], guarded: [] },
  ...{ moved: [], tooLarge: [], complete: true, tagsRead: 1, tagsUnread: 0, bytesFreed: 0, bytesKept: 0, referrers: [], referrerBytes: 0 },
  ...change,
});
const alone = (tag: Partial<DeleteGroup>, image: Partial<DeleteGroup> = {}) => ({
  tag: plan({ isAlone: true, groups: [group(tag)] }),
  image: plan({ isAlone: true, groups: [group({ how: 'image', ...image })] }),
});

test.each([
  ['the tag alone, or the image, where other tags keep it', alone({ others: ['latest'] }), ['tag', 'image'], 'tag'],
  ['the image, where no other tag points to it', alone({}), ['image'], 'image'],
  ['the tag alone, where the image cannot be deleted', alone({}, { obstacles: ['in-index'] }), ['tag'], 'tag'],
  ['the image, where a single tag cannot be deleted', alone({ others: ['b'], obstacles: ['too-large'] }), ['tag', 'image'], 'image'],
] as const)('offers %s', (_, choices, offered, chosen) => {
  expect(choicesOf(choices)).toEqual(offered);
  expect(defaultChoice(choices)).toBe(chosen);
});

const ask = (plans: DeletePlan[], form: Partial<DeleteForm> = {}, whole?: DeletePlan, production = false) =>
  asked(
    {
      progress: { repository: undefined, read: 0, total: 0, plans, whole, planId: 'p', weight: undefined },
      decided: { plans, weight: undefined },
    },
    { ...EMPTY_FORM, ...form },
    { name: 'Prod', production },
  );

test.each([
  [
    'one tag asks for no name',
    ask([plan({ isAlone: true, groups: [group({ others: ['b'] })] })], {}, plan({ isAlone: true })),
    undefined,
    true,
  ],
  ['many tags ask for the repository', ask([plan()]), 'team/api', false],
  ['many tags with the name of their repository', ask([plan()], { confirmation: 'team/api' }), 'team/api', true],
  ['several repositories ask for the registry', ask([plan(), plan({ repository: 'b' })], { confirmation: 'team/api' }), 'Prod', false],
  ['in production one tag asks for the repository, too', ask([plan({ isAlone: true })], {}, undefined, true), 'team/api', false],
  ['in production with the name typed', ask([plan({ isAlone: true })], { confirmation: 'team/api' }, undefined, true), 'team/api', true],
  ['a protected tag that is deleted', ask([plan({ isAlone: true, guarded: ['prod'] })]), undefined, false],
  ['a protected tag whose name is typed', ask([plan({ isAlone: true, guarded: ['prod'] })], { names: 'prod' }), undefined, true],
  ['nothing that can be deleted', ask([plan({ groups: [group({ obstacles: ['read-only'] })] })], { confirmation: 'Prod' }), 'Prod', false],
])('%s', (_, result, expected, isReady) => {
  expect([result?.expected, result?.isReady]).toEqual([expected, isReady]);
});

test('a plan of a file asks for the names of the protected tags that it deletes, and keeps no other for them', () => {
  const plans = [plan({ guarded: ['prod'], protected: ['other'] })];
  const progress = { repository: undefined, read: 0, total: 0, plans, whole: undefined, planId: 'p', weight: undefined };
  const form = { ...EMPTY_FORM, confirmation: 'team/api' };
  const from = (names: string) =>
    asked({ progress, decided: { plans, weight: undefined }, isFromFile: true }, { ...form, names }, { name: 'Prod', production: false });
  expect(from('')).toMatchObject({ guard: { kind: 'ask', names: ['prod'] }, isReady: false });
  expect(from('prod')).toMatchObject({ isReady: true });
});

test('a choice that is not offered is not taken: the only tag of an image is deleted with it', () => {
  const { tag, image } = alone({});
  expect(ask([tag], { choice: 'tag' }, image)?.choice).toBe('image');
});

const HEX = 'a'.repeat(64);
const IMAGE = `sha256:${HEX}`;
const named = (reference: string) => ({ reference, digest: reference, artifactType: '' });
const along = (tags: string[], digest = 's') => ({ digest, subject: IMAGE, how: 'image' as const, tags, others: [] });

test.each([
  ['nothing of an image that nothing refers to', [], [], { deletable: 0, kept: 0 }],
  ['a signature', [named(`sha256-${HEX}.sig`)], [along([`sha256-${HEX}.sig`])], { deletable: 1, kept: 0 }],
  ['one that only its digest names', [named('s')], [along([])], { deletable: 1, kept: 0 }],
  [
    'not the list that names them',
    [named('s'), named(`sha256-${HEX}`)],
    [along([`sha256-${HEX}`], 'list'), along([])],
    { deletable: 1, kept: 0 },
  ],
  ['one that something else uses', [named('s'), named('used')], [along([])], { deletable: 1, kept: 1 }],
  [
    'the signature of a signature',
    [named('s')],
    [along([]), { ...along([], 'countersigned'), subject: `sha256:${'b'.repeat(64)}` }],
    { deletable: 2, kept: 0 },
  ],
])('of what refers to a deleted image it counts %s', (_, referrers, also, expected) => {
  const image = group({ digest: IMAGE, how: 'image', referrers });
  expect(referrersOf([plan({ groups: [image], referrers: also })])).toEqual(expected);
});

test('a signature that was chosen itself is not orphaned', () => {
  const sig = `sha256-${HEX}.sig`;
  const groups = [group({ digest: IMAGE, how: 'image', referrers: [named(sig)] }), group({ digest: 's', how: 'image', tags: [sig] })];
  expect(referrersOf([plan({ groups })])).toEqual({ deletable: 0, kept: 0 });
});

test('an image that is kept orphans nothing', () => {
  const kept = [group({ how: 'tags', referrers: [named('s')] }), group({ how: 'image', obstacles: ['in-index'], referrers: [named('s')] })];
  expect(referrersOf([plan({ groups: kept })])).toEqual({ deletable: 0, kept: 0 });
});

test.each<[string, Partial<DeleteGroup>, Partial<DeletePlan>, Undoable | undefined]>([
  ['always, where the image is kept', {}, {}, 'always'],
  ['until garbage collection, where the image is deleted', { how: 'image' }, {}, 'until-collected'],
  ['never, where the manifest is too large to be kept', {}, { tooLarge: ['1.0'] }, 'never'],
  ['always, where another manifest is too large', {}, { tooLarge: ['0.9'] }, 'always'],
  ['nothing, where nothing can be deleted', { obstacles: ['read-only'] }, {}, undefined],
])('of undoing it is said: %s', (_, one, more, expected) => {
  expect(undoableOf([plan({ groups: [group(one)], ...more })])).toBe(expected);
});

test.each<[string, { repository: string | undefined; read?: number; total?: number; planned?: string[] }, number, number | undefined]>([
  ['nothing is read yet', { repository: undefined }, 3, undefined],
  ['the only repository, halfway', { repository: 'a', read: 6, total: 12 }, 1, 0.5],
  ['the first of three, wholly: a third', { repository: 'a', read: 12, total: 12 }, 3, 1 / 3],
  ['the first of three, planned: still a third', { repository: 'a', read: 12, total: 12, planned: ['a'] }, 3, 1 / 3],
  ['the second of three, before its tags are counted', { repository: 'b', read: 0, total: 0, planned: ['a'] }, 3, 1 / 3],
  ['the second of three, halfway', { repository: 'b', read: 1, total: 2, planned: ['a'] }, 3, 0.5],
  ['the last one, wholly', { repository: 'c', read: 2, total: 2, planned: ['a', 'b'] }, 3, 1],
])('the bar measures all repositories: %s', (_, { planned = [], ...read }, of, part) => {
  const progress = {
    read: 0,
    total: 0,
    whole: undefined,
    planId: undefined,
    weight: undefined,
    ...read,
    plans: planned.map((repository) => plan({ repository })),
  };
  const reading = readingOf(progress, of);
  expect(reading && partRead(reading)).toEqual(part);
});

test.each([
  ['of many repositories', { kind: 'planning', reading: { repository: 'a', read: 1, total: 2, done: 0, of: 128 } }, true],
  ['of one repository', { kind: 'planning', reading: { repository: 'a', read: 1, total: 2, done: 0, of: 1 } }, false],
  ['that has not begun', { kind: 'planning', reading: undefined }, false],
  ['that is over, while it deletes', { kind: 'running', detail: undefined }, false],
] as const)('a check %s', (_, stage, isLong) => {
  expect(isLongCheck(stage)).toBe(isLong);
});
