import { expect, test } from 'vitest';
import { baseImageOf } from './base-image.ts';
import type { Pairs } from './manifest.ts';

const NAME = 'org.opencontainers.image.base.name';
const DIGEST = 'org.opencontainers.image.base.digest';
const digest = `sha256:${'a'.repeat(64)}`;

test.each<[string, readonly Pairs[], ReturnType<typeof baseImageOf>]>([
  [
    'of both annotations',
    [
      [
        [NAME, 'debian:12'],
        [DIGEST, digest],
      ],
    ],
    { name: 'debian:12', digest },
  ],
  ['of the first that says anything', [[['a', 'b']], [[NAME, 'debian:12']], [[NAME, 'alpine']]], { name: 'debian:12' }],
  [
    'without a digest that is none',
    [
      [
        [NAME, ' debian:12 '],
        [DIGEST, 'sha256:1234'],
      ],
    ],
    { name: 'debian:12' },
  ],
  ['of a digest alone', [[[DIGEST, digest]]], { digest }],
  [
    'that is empty: none',
    [
      [
        [NAME, ' '],
        [DIGEST, ''],
      ],
    ],
    undefined,
  ],
  ['of nothing: none', [], undefined],
])('the base image %s', (_, sources, base) => {
  expect(baseImageOf(sources)).toEqual(base);
});
