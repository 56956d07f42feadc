import { createHash, type Hash } from 'node:crypto';
import { closeSync, ftruncateSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { OCI_INDEX, OCI_MANIFEST } from '../../../shared/oci/media-types.ts';

export type Descriptor = {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly platform?: { readonly os: string; readonly architecture: string; readonly variant?: string };
};

/** One repository of the storage. What is put is in the registry as if it had been pushed. */
export type RepositoryStorage = {
  readonly name: string;
  /** A blob with these bytes. */
  blob(mediaType: string, bytes: Buffer): Descriptor;
  /** A layer of about `size` bytes that takes one block of the disk: zeros, then its name. Equal names are equal layers. */
  layer(name: string, size: number, mediaType?: string): Descriptor;
  /** A manifest under these tags, or under its digest alone. */
  manifest(document: { readonly mediaType?: string; readonly [key: string]: unknown }, tags?: readonly string[]): Descriptor;
  index(manifests: readonly Descriptor[], tags?: readonly string[], annotations?: Readonly<Record<string, string>>): Descriptor;
};

const LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip';
/** Sizes of layers are multiples of this: the hash of each run of zeros is made once, from the one before it. */
const UNIT = 100_000;
const zeros = Buffer.alloc(UNIT);

const hexOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Writes what Distribution keeps in a folder, at a hundred times the speed of pushing it: blobs, and for each repository the links to them
 * (https://github.com/distribution/distribution/blob/v2.8.2/registry/storage/paths.go).
 */
export function registryStorage(folder: string): (name: string) => RepositoryStorage {
  const root = join(folder, 'data/docker/registry/v2');
  const made = new Set<string>();
  const states: Hash[] = [createHash('sha256')];

  function directory(path: string): string {
    if (!made.has(path)) mkdirSync(path, { recursive: true });
    made.add(path);
    return path;
  }
  function link(path: string, hex: string): void {
    writeFileSync(join(directory(path), 'link'), `sha256:${hex}`);
  }
  const blobFolder = (hex: string): string => join(root, 'blobs/sha256', hex.slice(0, 2), hex);

  function writeBlob(bytes: Buffer): string {
    const hex = hexOf(bytes);
    if (!made.has(blobFolder(hex))) writeFileSync(join(directory(blobFolder(hex)), 'data'), bytes);
    return hex;
  }
  function zerosHash(units: number): Hash {
    for (let i = states.length; i <= units; i++) states.push((states[i - 1] as Hash).copy().update(zeros));
    return (states[units] as Hash).copy();
  }
  function writeLayer(name: string, size: number): { hex: string; size: number } {
    const units = Math.max(1, Math.round(size / UNIT));
    const end = Buffer.from(`longshore layer: ${name}`);
    const hex = zerosHash(units).update(end).digest('hex');
    if (!made.has(blobFolder(hex))) {
      const file = openSync(join(directory(blobFolder(hex)), 'data'), 'w');
      ftruncateSync(file, units * UNIT);
      writeSync(file, end, 0, end.byteLength, units * UNIT);
      closeSync(file);
    }
    return { hex, size: units * UNIT + end.byteLength };
  }

  return (name) => {
    const home = join(root, 'repositories', name);
    // Distribution keeps both when the last tag is deleted: it lists a repository that has the first, and answers for one that has the second.
    directory(join(home, '_layers'));
    directory(join(home, '_manifests/tags'));
    const hold = (hex: string): void => {
      const place = join(home, '_layers/sha256', hex);
      if (!made.has(place)) link(place, hex);
    };
    const repository: RepositoryStorage = {
      name,
      blob(mediaType, bytes) {
        const hex = writeBlob(bytes);
        hold(hex);
        return { mediaType, digest: `sha256:${hex}`, size: bytes.byteLength };
      },
      layer(layerName, size, mediaType = LAYER) {
        const written = writeLayer(layerName, size);
        hold(written.hex);
        return { mediaType, digest: `sha256:${written.hex}`, size: written.size };
      },
      manifest(document, tags = []) {
        const mediaType = document.mediaType ?? OCI_MANIFEST;
        const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, ...document }));
        const hex = writeBlob(bytes);
        link(join(home, '_manifests/revisions/sha256', hex), hex);
        for (const tag of tags) {
          link(join(home, '_manifests/tags', tag, 'current'), hex);
          link(join(home, '_manifests/tags', tag, 'index/sha256', hex), hex);
        }
        return { mediaType, digest: `sha256:${hex}`, size: bytes.byteLength };
      },
      index(manifests, tags = [], annotations) {
        return repository.manifest({ mediaType: OCI_INDEX, manifests, ...(annotations ? { annotations } : {}) }, tags);
      },
    };
    return repository;
  };
}
