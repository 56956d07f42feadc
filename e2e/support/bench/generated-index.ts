import { hash } from 'node:crypto';
import type { ImageSummary } from '../../../electron/browse/image-summary.ts';
import type { SeenTag } from '../../../electron/index/messages.ts';

// What fills a large index: 60 tags in each of 50,000 repositories.

export const REPOSITORIES = 50_000;
export const TAGS_OF_EACH = 60;
/** Images that are described; tags of all repositories point to them. */
export const IMAGES = 100_000;

export const connectionId = 'generated';
const digestOf = (name: string): string => `sha256:${hash('sha256', name)}`;
export const repositoryOf = (i: number): string => `team-${i % 500}/service-${String(i).padStart(5, '0')}`;

const layers = Array.from({ length: 500 }, (_, i) => [digestOf(`layer ${i}`), 100_000 + i] as const);

export const imageOf = (i: number): ImageSummary => ({
  digest: digestOf(`image ${i}`),
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  kind: 'image',
  content: 'image',
  platforms: [{ os: 'linux', architecture: i % 5 === 0 ? 'arm64' : 'amd64' }],
  created: new Date(Date.UTC(2024, 0, 1) + i * 60_000).toISOString(),
  layers: Array.from({ length: 6 }, (_, layer) => layers[(i * 7 + layer * 61) % layers.length] as (typeof layers)[number]),
  configs: [[digestOf(`config ${i}`), 2_000]],
  children: [],
  labels: [
    ['org.opencontainers.image.version', `${i % 40}.${i % 17}.${i % 9}`],
    ['team', `team-${i % 500}`],
  ],
});

export const tagsOf = (repository: number): SeenTag[] =>
  Array.from({ length: TAGS_OF_EACH }, (_, i) => [
    `${repository % 40}.${i}.0-b${repository}`,
    digestOf(`image ${(repository * 61 + i * 7) % IMAGES}`),
  ]);
