import { expect, test } from 'vitest';
import { newNames, type TagPattern } from './tag-pattern.ts';

const plain: TagPattern = { pattern: '{tag}', find: '', replace: '' };

test.each<[string, Partial<TagPattern>, string[], string[]]>([
  ['a suffix', { pattern: '{tag}-stable' }, ['1.0', '1.1'], ['1.0-stable', '1.1-stable']],
  ['a prefix, with spaces around it', { pattern: ' prod-{tag} ' }, ['1.0'], ['prod-1.0']],
  ['a replacement', { find: '-rc1', replace: '' }, ['1.0-rc1', '2.0-rc1'], ['1.0', '2.0']],
  ['a replacement everywhere, in a pattern', { pattern: 'v{tag}', find: '.', replace: '_' }, ['1.0.2'], ['v1_0_2']],
  ['characters that mean something to expressions', { find: '$&', replace: '$1' }, ['a'], ['a']],
  ['a name that looks like a replacement pattern is kept as it is', { pattern: '{tag}-{tag}' }, ['a_$'], ['a_$-a_$']],
])('%s', (_, pattern, tags, names) => {
  expect(newNames(tags, { ...plain, ...pattern }, true).map(({ to }) => to)).toEqual(names);
});

test.each<[string, Partial<TagPattern>, boolean, (string | undefined)[]]>([
  ['the same names in another repository', {}, true, [undefined, undefined]],
  ['the same names in the same repository', {}, false, ['itself', 'itself']],
  ['one name for all', { pattern: 'stable' }, true, ['twice', 'twice']],
  ['names that are no tags', { pattern: '-{tag}' }, true, ['invalid', 'invalid']],
  ['nothing', { pattern: '' }, true, ['invalid', 'invalid']],
  ['a replacement that only one of them has', { find: '1.', replace: 'v1.' }, false, [undefined, 'itself']],
])('what is wrong with %s', (_, pattern, isElsewhere, problems) => {
  expect(newNames(['1.0', '2.0'], { ...plain, ...pattern }, isElsewhere).map(({ problem }) => problem)).toEqual(problems);
});
