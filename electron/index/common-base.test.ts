import { expect, test } from 'vitest';
import { commonBase } from './common-base.ts';

test.each<[string, readonly string[], { layers: readonly string[]; images: number } | undefined]>([
  ['images on one base share it', ['debian python a', 'debian python b', 'debian python c'], { layers: ['debian', 'python'], images: 3 }],
  ['a layer that only some add is not of the base', ['debian python a', 'debian node b', 'debian c'], { layers: ['debian'], images: 3 }],
  ['one image of another base is left out', ['debian a', 'debian b', 'alpine c'], { layers: ['debian'], images: 2 }],
  ['the same layer later is another beginning', ['debian a', 'alpine debian', 'debian b', 'a debian'], { layers: ['debian'], images: 2 }],
  ['fewer than half of the images make no base', ['debian a', 'debian b', 'x', 'y', 'z'], undefined],
  ['one image alone has nothing in common', ['debian a'], undefined],
  ['equal images share all of it', ['debian a', 'debian a'], { layers: ['debian', 'a'], images: 2 }],
  ['a base itself is an image of it', ['debian', 'debian a', 'debian b'], { layers: ['debian'], images: 3 }],
  ['nothing has no base', [], undefined],
])('%s', (_, images, base) => {
  expect(commonBase(images.map((layers) => layers.split(' ')))).toEqual(base);
});
