import { createHash, randomBytes } from 'node:crypto';
import { Pool } from 'undici';
import { pool } from '../../../electron/registry/pool.ts';
import { MANIFEST_ACCEPT, OCI_MANIFEST } from '../../../shared/oci/media-types.ts';

const WIDTH = 12;

export type LargeRepository = {
  readonly repository: string;
  readonly tags: readonly string[];
  readonly manifests: readonly string[];
  readonly configs: readonly string[];
};

const digestOf = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

async function each<T>(items: readonly T[], work: (item: T, index: number) => Promise<void>, width = WIDTH): Promise<void> {
  let next = 0;
  await pool(
    width,
    () => (next < items.length ? next++ : undefined),
    (index) => work(items[index] as T, index),
  );
}

async function uploadBlob(http: Pool, repository: string, bytes: Buffer): Promise<string> {
  const digest = digestOf(bytes);
  const started = await http.request({ method: 'POST', path: `/v2/${repository}/blobs/uploads/` });
  await started.body.dump();
  const location = new URL(String(started.headers['location']), 'http://registry.invalid');
  location.searchParams.set('digest', digest);
  const done = await http.request({
    method: 'PUT',
    path: location.pathname + location.search,
    body: bytes,
    headers: { 'content-type': 'application/octet-stream' },
  });
  await done.body.dump();
  if (done.statusCode !== 201) throw new Error(`blob: ${done.statusCode}`);
  return digest;
}

/**
 * Fills a repository with `images` images under `count` tags, by the registry's own API; each image has its own config and shares its layers,
 * but for one of `ownBytes` where that is not 0.
 */
export async function fillRepository(
  url: string,
  repository: string,
  count: number,
  images: number,
  ownBytes = 0,
): Promise<LargeRepository> {
  const http = new Pool(url, { connections: WIDTH });
  const layers = await Promise.all(
    Array.from({ length: 40 }, async (_, i) => {
      const bytes = Buffer.from(`layer ${i}`.repeat(50));
      return {
        mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
        digest: await uploadBlob(http, repository, bytes),
        size: bytes.byteLength,
      };
    }),
  );
  const configs: string[] = new Array(images).fill('');
  const manifests: string[] = new Array(images).fill('');
  const documents: Buffer[] = [];
  await each(configs, async (_, i) => {
    const created = new Date(Date.UTC(2024, 0, 1) + i * 3_600_000).toISOString();
    const config = Buffer.from(
      JSON.stringify({
        created,
        os: 'linux',
        architecture: i % 5 === 0 ? 'arm64' : 'amd64',
        config: { Env: ['PATH=/usr/bin'], Labels: { build: String(i) } },
        rootfs: { type: 'layers', diff_ids: [] },
        history: [],
      }),
    );
    const digest = await uploadBlob(http, repository, config);
    configs[i] = digest;
    const own = [layers[0], layers[1 + (i % 13)], layers[14 + (i % 26)]];
    if (ownBytes > 0) {
      const mediaType = 'application/vnd.oci.image.layer.v1.tar+gzip';
      own.push({ mediaType, digest: await uploadBlob(http, repository, randomBytes(ownBytes)), size: ownBytes });
    }
    documents[i] = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: OCI_MANIFEST,
        config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest, size: config.byteLength },
        layers: own,
      }),
    );
    manifests[i] = digestOf(documents[i] as Buffer);
  });
  const tags = Array.from({ length: count }, (_, i) => (i < images ? `${Math.floor(i / 100)}.${i % 100}.0` : `build-${i}`));
  await each(tags, async (tag, i) => {
    const answer = await http.request({
      method: 'PUT',
      path: `/v2/${repository}/manifests/${tag}`,
      body: documents[i % images] as Buffer,
      headers: { 'content-type': OCI_MANIFEST },
    });
    await answer.body.dump();
    if (answer.statusCode !== 201) throw new Error(`manifest: ${answer.statusCode}`);
  });
  await http.close();
  return { repository, tags, manifests, configs };
}

/**
 * What a bare keep-alive loop asks for. `three`: a HEAD a tag, then a manifest and a config an image, which is what a reading took before it knew better.
 * `by-tag`: a manifest a tag and a config an image, which is what the first reading of a repository asks for. `heads`: a HEAD a tag, as a later one.
 */
export type LoopKind = 'three' | 'by-tag' | 'heads';

/** Requests at once of the loops that readings are measured by. */
const LOOP_WIDTH = 16;

/** The same requests that a reading makes, in a bare keep-alive loop. Times in ms: `sizes` is without the configs. */
export async function bareLoop(
  url: string,
  { repository, tags, manifests, configs }: LargeRepository,
  kind: LoopKind,
  width = LOOP_WIDTH,
): Promise<{ names: number; sizes: number; all: number }> {
  const http = new Pool(url, { connections: width });
  const headers = { accept: MANIFEST_ACCEPT };
  const get = async (method: 'GET' | 'HEAD', path: string): Promise<void> => {
    // undici closes a connection after a HEAD where it is not told otherwise; a reading that sent three requests an image did so.
    const answer = await http.request({ method, path, headers, ...(kind === 'heads' ? { reset: false } : {}) });
    await answer.body.dump();
  };
  const started = performance.now();
  await get('GET', `/v2/${repository}/tags/list?n=10000`);
  const names = performance.now() - started;
  await each(tags, (tag) => get(kind === 'by-tag' ? 'GET' : 'HEAD', `/v2/${repository}/manifests/${tag}`), width);
  if (kind === 'three') await each(manifests, (digest) => get('GET', `/v2/${repository}/manifests/${digest}`), width);
  const sizes = performance.now() - started;
  if (kind !== 'heads') await each(configs, (digest) => get('GET', `/v2/${repository}/blobs/${digest}`), width);
  const all = performance.now() - started;
  await http.close();
  return { names, sizes, all };
}
