import { expect, test } from 'vitest';
import type { ImageView } from '../../../shared/contract/images.ts';
import { tabsOf } from './tabs.ts';

const common = { digest: '', mediaType: '', manifest: '', annotations: [] };
const layers = { layers: [], layerCount: 0 };

test.each<[ImageView, string[]]>([
  [{ ...common, ...layers, kind: 'image' }, ['overview', 'layers', 'config', 'build', 'manifest']],
  [{ ...common, kind: 'index', images: [], imageCount: 0, attestations: 0 }, ['overview', 'layers', 'config', 'build', 'manifest']],
  [{ ...common, ...layers, kind: 'artifact', artifactType: 'chart', configText: '{}' }, ['overview', 'layers', 'config', 'manifest']],
  [{ ...common, ...layers, kind: 'artifact', artifactType: 'chart' }, ['overview', 'layers', 'manifest']],
  [{ ...common, kind: 'legacy' }, ['overview', 'manifest']],
  [{ ...common, kind: 'unknown' }, ['overview', 'manifest']],
])('%j has the tabs %j', (image, tabs) => {
  expect(tabsOf(image)).toEqual(tabs);
});
