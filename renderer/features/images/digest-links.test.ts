import { expect, test } from 'vitest';
import { digestTargets, formattedJson } from './digest-links.ts';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const at = (letter: string) => ({ digest: digest(letter), size: 1 });

test.each<[string, string, object]>([
  [
    'an image',
    JSON.stringify({ config: at('a'), layers: [at('b'), at('c')], subject: at('d'), annotations: { base: digest('e') } }),
    { d: 'manifest', a: 'config', b: 'layer', c: 'layer' },
  ],
  ['an index', JSON.stringify({ manifests: [at('a'), at('b')] }), { a: 'manifest', b: 'manifest' }],
  ['an old artifact', JSON.stringify({ blobs: [at('a')] }), { a: 'layer' }],
  ['a manifest with broken parts', JSON.stringify({ layers: [{}, at('a'), 7], config: 'x', manifests: 1 }), { a: 'layer' }],
  ['a manifest without any', '{}', {}],
  ['what is no JSON', 'not json', {}],
  ['a list', '[]', {}],
])('the digests of %s lead to its parts', (_, text, found) => {
  expect(Object.fromEntries([...digestTargets(text)].map(([key, target]) => [key.at(-1), target]))).toEqual(found);
});

test('JSON is broken into lines, other text is left alone', () => {
  expect(formattedJson('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
  expect(formattedJson('a: 1')).toBe('a: 1');
});
