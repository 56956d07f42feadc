import { expect, test } from 'vitest';
import type { DeleteGroup, DeletePlan } from '../../../shared/contract/delete.ts';
import { asked, choicesOf, type DeleteForm, defaultChoice, EMPTY_FORM } from './stage.ts';

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

const ask = (plans: DeletePlan[], form: Partial<DeleteForm> = {}, whole?: DeletePlan) =>
  asked({ progress: { read: 0, total: 0, plans, whole, planId: 'p' }, decided: plans }, { ...EMPTY_FORM, ...form }, 'Prod');

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
  ['a protected tag that is deleted', ask([plan({ isAlone: true, guarded: ['prod'] })]), undefined, false],
  ['a protected tag whose name is typed', ask([plan({ isAlone: true, guarded: ['prod'] })], { names: 'prod' }), undefined, true],
  ['nothing that can be deleted', ask([plan({ groups: [group({ obstacles: ['read-only'] })] })], { confirmation: 'Prod' }), 'Prod', false],
])('%s', (_, result, expected, isReady) => {
  expect([result?.expected, result?.isReady]).toEqual([expected, isReady]);
});
