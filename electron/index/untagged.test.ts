import { expect, test } from 'vitest';
import { newDataFolder, removeFolder } from '../../e2e/support/hosts/browser-host.ts';
import type { ImageSummary } from '../browse/image-summary.ts';
import { LocalIndex } from './local-index.ts';
import type { SeenUntagged } from './untagged.ts';

const place = { connectionId: 'c1', repository: 'team/api' };

const image = (i: number): ImageSummary => ({
  digest: `sha256:${i.toString(16).padStart(64, '0')}`,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  kind: 'image',
  content: 'image',
  platforms: [],
  layers: [],
  configs: [],
  children: [],
});

test.each([
  [5_000, false],
  [5_001, true],
])('of %i manifests that no tag leads to, whether more were seen than are told is %s', async (count, isCut) => {
  const folder = await newDataFolder();
  const index = new LocalIndex(folder);
  await index.ask({ kind: 'save', ...place, opens: false, images: Array.from({ length: count }, (_, i) => image(i)) });
  await index.ask({ kind: 'saw-all', ...place, time: Date.now() });
  let seen: SeenUntagged | undefined;
  await index.ask({ kind: 'untagged', ...place }, (part) => (seen = part));
  expect({ listed: seen?.images.length, isCut: seen?.isCut }).toEqual({ listed: 5_000, isCut });
  await index.close();
  await removeFolder(folder);
});
