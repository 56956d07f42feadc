import { gzipSync } from 'node:zlib';
import type { SampleRepository } from '../../../electron/sample/store.ts';
import { json, sha256 } from './image-files.ts';
import { type MadeEntry, madeTar } from './tar-writer.ts';

const OCI = 'application/vnd.oci.image';

/** A layer as a registry holds it, or the entries of one that is to be gzip. */
export type MadeLayer =
  | readonly MadeEntry[]
  | {
      readonly bytes: Buffer;
      readonly mediaType: string;
      readonly digest?: string;
      readonly size?: number;
      readonly annotations?: Readonly<Record<string, string>>;
    };

const blobOf = (layer: MadeLayer) =>
  'bytes' in layer ? layer : { bytes: gzipSync(madeTar(layer)), mediaType: `${OCI}.layer.v1.tar+gzip` };

/** Puts an image with layers that can be read into a repository of a double; its digest. */
export function putLayered(
  repository: SampleRepository,
  layers: readonly MadeLayer[],
  tags: readonly string[] = [],
  env: readonly string[] = [],
  annotations: Readonly<Record<string, string>> = {},
): string {
  const blobs = layers.map(blobOf);
  const descriptors = blobs.map(({ bytes, mediaType, ...said }) => {
    const digest = 'digest' in said && said.digest !== undefined ? said.digest : sha256(bytes);
    repository.putBlob(bytes, digest);
    const annotations = 'annotations' in said && said.annotations ? { annotations: said.annotations } : {};
    return { mediaType, digest, size: 'size' in said && said.size !== undefined ? said.size : bytes.byteLength, ...annotations };
  });
  const config = json({ os: 'linux', architecture: 'amd64', config: { Env: env }, rootfs: { type: 'layers', diff_ids: [] } });
  const named = { mediaType: `${OCI}.config.v1+json`, digest: repository.putBlob(config), size: config.byteLength };
  return repository.putDocument(
    { schemaVersion: 2, mediaType: `${OCI}.manifest.v1+json`, config: named, layers: descriptors, annotations } as { mediaType: string },
    tags,
  );
}
