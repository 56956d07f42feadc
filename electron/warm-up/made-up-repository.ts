import { createHash } from 'node:crypto';
import { OCI_CONFIG, OCI_MANIFEST } from '../../shared/oci/media-types.ts';
import type { MadeUpAnswer } from '../registry/endpoint.ts';

/** Rows that a window shows first, twice. */
const TAGS = 48;
const CREATED = '2026-01-01T00:00:00Z';

const digestOf = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** Names of the kinds that registries have most of. */
export const madeUpTag = (i: number): string =>
  i % 4 === 0 ? `build-${i}` : i % 4 === 1 ? `v${i % 40}.${i % 9}.${i}` : `${i % 40}.${i % 9}.${i}`;

/** What a registry answers that has one repository of a few small images, by path. */
export function madeUpRepository(name: string): (path: string) => MadeUpAnswer | undefined {
  const answers = new Map<string, MadeUpAnswer>();
  const add = (path: string, body: Buffer, headers: Readonly<Record<string, string>> = {}): void => {
    answers.set(`/v2/${name}/${path}`, { body, headers: { 'content-type': 'application/json', ...headers } });
  };
  const tags = Array.from({ length: TAGS }, (_, i) => madeUpTag(i));
  for (const [i, tag] of tags.entries()) {
    const layer = digestOf(json(tag));
    const config = json({
      ...{ architecture: 'amd64', os: 'linux', created: CREATED, config: { Labels: { tag } } },
      ...{ rootfs: { type: 'layers', diff_ids: [layer] }, history: [{ created: CREATED, created_by: 'COPY . .' }] },
    });
    const manifest = json({
      ...{ schemaVersion: 2, mediaType: OCI_MANIFEST },
      config: { mediaType: OCI_CONFIG, digest: digestOf(config), size: config.length },
      layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: layer, size: i }],
    });
    add(`manifests/${tag}`, manifest, { 'content-type': OCI_MANIFEST, 'docker-content-digest': digestOf(manifest) });
    add(`blobs/${digestOf(config)}`, config);
  }
  add('tags/list', json({ name, tags }));
  return (path) => answers.get(path.split('?', 1)[0] ?? '');
}
