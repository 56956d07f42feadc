import { expect, test } from 'vitest';
import type { ImageView } from '../../../shared/contract/images.ts';
import type { ContentKind } from '../../../shared/oci/content-kind.ts';
import type { ImageTab } from '../../../shared/place.ts';
import { layersName, tabShown, tabsExpected, tabsOf } from './tabs.ts';

const common = { digest: '', mediaType: '', content: 'image' as const, manifest: '', annotations: [] };
const layers = { layers: [], layerCount: 0 };

test.each<[ImageView, string[]]>([
  [{ ...common, ...layers, kind: 'image' }, ['overview', 'layers', 'files', 'config', 'build', 'linked', 'manifest']],
  [
    { ...common, kind: 'index', images: [], imageCount: 0, attestations: 0 },
    ['overview', 'layers', 'files', 'config', 'build', 'linked', 'manifest'],
  ],
  [{ ...common, ...layers, kind: 'image', content: 'signature' }, ['overview', 'layers', 'config', 'linked', 'manifest']],
  [{ ...common, kind: 'index', content: 'referrers', images: [], imageCount: 0, attestations: 0 }, ['overview', 'manifest']],
  [
    { ...common, ...layers, kind: 'artifact', artifactType: 'chart', configText: '{}' },
    ['overview', 'layers', 'config', 'linked', 'manifest'],
  ],
  [{ ...common, ...layers, kind: 'artifact', artifactType: 'chart' }, ['overview', 'layers', 'linked', 'manifest']],
  [{ ...common, kind: 'legacy' }, ['overview', 'manifest']],
  [{ ...common, kind: 'unknown' }, ['overview', 'manifest']],
])('%j has the tabs %j', (image, tabs) => {
  expect(tabsOf(image)).toEqual(tabs);
});

test.each<[ImageTab[], ImageTab, ImageTab]>([
  [['overview', 'layers', 'files', 'manifest'], 'files', 'files'],
  [['overview', 'layers', 'manifest'], 'files', 'layers'],
  [['overview', 'manifest'], 'files', 'overview'],
  [['overview', 'layers', 'manifest'], 'build', 'overview'],
])('of the tabs %j, where %s was asked for, %s is shown', (tabs, wanted, shown) => {
  expect(tabShown(tabs, wanted)).toBe(shown);
});

test.each<[ContentKind | undefined, string]>([
  [undefined, 'layers'],
  ['image', 'layers'],
  ['index', 'layers'],
  ['signature', 'files'],
  ['chart', 'files'],
])('the layers of what holds %s are called %s', (content, name) => {
  expect(layersName(content)).toBe(name);
});

test.each<ImageView>([
  { ...common, ...layers, kind: 'image' },
  { ...common, kind: 'index', content: 'index', images: [], imageCount: 0, attestations: 0 },
  { ...common, kind: 'index', content: 'referrers', images: [], imageCount: 0, attestations: 0 },
  { ...common, ...layers, kind: 'image', content: 'signature' },
  { ...common, ...layers, kind: 'artifact', content: 'chart', artifactType: 'chart', configText: '{}' },
  { ...common, ...layers, kind: 'artifact', content: 'artifact', artifactType: 'policy' },
  { ...common, kind: 'legacy', content: 'legacy' },
  { ...common, kind: 'unknown', content: 'unknown' },
])('the tabs that its row promises are those that %j has', (image) => {
  expect(tabsExpected(image.content)).toEqual(tabsOf(image));
});
