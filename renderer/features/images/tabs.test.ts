import { expect, test } from 'vitest';
import type { ImageView } from '../../../shared/contract/images.ts';
import { layersName, tabsOf } from './tabs.ts';

const common = { digest: '', mediaType: '', content: 'image' as const, manifest: '', annotations: [] };
const layers = { layers: [], layerCount: 0 };

test.each<[ImageView, string[]]>([
  [{ ...common, ...layers, kind: 'image' }, ['overview', 'layers', 'config', 'build', 'manifest']],
  [{ ...common, kind: 'index', images: [], imageCount: 0, attestations: 0 }, ['overview', 'layers', 'config', 'build', 'manifest']],
  [{ ...common, ...layers, kind: 'image', content: 'signature' }, ['overview', 'layers', 'config', 'manifest']],
  [{ ...common, kind: 'index', content: 'referrers', images: [], imageCount: 0, attestations: 0 }, ['overview', 'manifest']],
  [{ ...common, ...layers, kind: 'artifact', artifactType: 'chart', configText: '{}' }, ['overview', 'layers', 'config', 'manifest']],
  [{ ...common, ...layers, kind: 'artifact', artifactType: 'chart' }, ['overview', 'layers', 'manifest']],
  [{ ...common, kind: 'legacy' }, ['overview', 'manifest']],
  [{ ...common, kind: 'unknown' }, ['overview', 'manifest']],
])('%j has the tabs %j', (image, tabs) => {
  expect(tabsOf(image)).toEqual(tabs);
});

test.each<[ImageView | undefined, string]>([
  [undefined, 'layers'],
  [{ ...common, ...layers, kind: 'image' }, 'layers'],
  [{ ...common, kind: 'index', content: 'index', images: [], imageCount: 0, attestations: 0 }, 'layers'],
  [{ ...common, ...layers, kind: 'image', content: 'signature' }, 'files'],
  [{ ...common, ...layers, kind: 'artifact', content: 'chart', artifactType: 'chart' }, 'files'],
])('of %j the layers are called %s', (image, name) => {
  expect(layersName(image)).toBe(name);
});
