import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { LayerBlob } from '../../../electron/sample/tar.ts';
import { needs } from '../needs.ts';
import { run } from '../process.ts';

/** A layer with its files, and the instruction that is said to have made it. */
export type TestLayer = LayerBlob & { readonly instruction: string };

export type TestImage = {
  /** Layers with files, or bytes of random content per layer; what a registry then holds is a little more. */
  readonly layers: readonly (number | TestLayer)[];
  readonly architecture?: string;
  readonly created?: string;
  readonly labels?: Record<string, string>;
  /** Makes otherwise equal images differ. */
  readonly seed?: string;
};

type Descriptor = {
  mediaType: string;
  digest: string;
  size: number;
  platform?: { os: string; architecture: string };
  annotations?: Record<string, string>;
};

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const INDEX = 'application/vnd.oci.image.index.v1+json';

async function put(folder: string, bytes: Buffer, mediaType: string): Promise<Descriptor> {
  const hex = createHash('sha256').update(bytes).digest('hex');
  await writeFile(join(folder, 'blobs', 'sha256', hex), bytes);
  return { mediaType, digest: `sha256:${hex}`, size: bytes.byteLength };
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

function randomLayer(size: number): LayerBlob {
  const bytes = randomBytes(size);
  const diffId = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  return { bytes: gzipSync(bytes), mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', diffId };
}

async function putImage(folder: string, image: TestImage): Promise<Descriptor> {
  const layers: Descriptor[] = [];
  const diffIds: string[] = [];
  for (const layer of image.layers) {
    const { bytes, mediaType, diffId } = typeof layer === 'number' ? randomLayer(layer) : layer;
    diffIds.push(diffId);
    layers.push(await put(folder, bytes, mediaType));
  }
  const created = image.created ?? '2026-11-01T09:14:00Z';
  const usual = (i: number): string => (i === 0 ? '/bin/sh -c #(nop) ADD file:base in / ' : `RUN /bin/sh -c make step-${i} # buildkit`);
  const history = image.layers.map((layer, i) => ({ created, created_by: typeof layer === 'number' ? usual(i) : layer.instruction }));
  const config = {
    created,
    os: 'linux',
    architecture: image.architecture ?? 'amd64',
    config: { Env: ['PATH=/usr/bin', `SEED=${image.seed ?? randomBytes(8).toString('hex')}`], Cmd: ['serve'], Labels: image.labels ?? {} },
    rootfs: { type: 'layers', diff_ids: diffIds },
    history: [...history, { created, created_by: '/bin/sh -c #(nop)  CMD ["serve"]', empty_layer: true }],
  };
  const configDescriptor = await put(folder, json(config), 'application/vnd.oci.image.config.v1+json');
  return put(folder, json({ schemaVersion: 2, mediaType: MANIFEST, config: configDescriptor, layers }), MANIFEST);
}

/** An OCI image layout on disk that `skopeo` can copy; the manifest under `tag` is an image, or an index over one image a platform. */
async function makeLayout(
  images: TestImage | readonly TestImage[],
  tag = 'image',
): Promise<{ folder: string; reference: string; digest: string; manifest: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'longshore-image-'));
  await mkdir(join(folder, 'blobs', 'sha256'), { recursive: true });
  await writeFile(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  let root: Descriptor;
  if (Array.isArray(images)) {
    const manifests: Descriptor[] = [];
    for (const image of images as readonly TestImage[])
      manifests.push({ ...(await putImage(folder, image)), platform: { os: 'linux', architecture: image.architecture ?? 'amd64' } });
    root = await put(folder, json({ schemaVersion: 2, mediaType: INDEX, manifests }), INDEX);
  } else {
    root = await putImage(folder, images as TestImage);
  }
  const index = { schemaVersion: 2, manifests: [{ ...root, annotations: { 'org.opencontainers.image.ref.name': tag } }] };
  await writeFile(join(folder, 'index.json'), json(index));
  const manifest = await readFile(join(folder, 'blobs', 'sha256', root.digest.slice(7)), 'utf8');
  return {
    folder,
    reference: `oci:${folder}:${tag}`,
    digest: root.digest,
    manifest,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export type Push = {
  readonly host: string;
  readonly repository: string;
  readonly tags: readonly string[];
  /** `name:password`. */
  readonly credentials?: string;
  /** A folder with `client.cert` and `client.key`. */
  readonly certificates?: string;
};

/** Pushes an image with `skopeo` under each of these tags; its digest in the registry and its manifest. */
export async function pushImage(
  images: TestImage | readonly TestImage[],
  { host, repository, tags, credentials, certificates }: Push,
): Promise<{ digest: string; manifest: string }> {
  needs('skopeo');
  const layout = await makeLayout(images);
  try {
    for (const tag of tags) {
      const login = [...(credentials ? ['--dest-creds', credentials] : []), ...(certificates ? ['--dest-cert-dir', certificates] : [])];
      await run('skopeo', [
        'copy',
        '--quiet',
        '--all',
        '--preserve-digests',
        '--dest-tls-verify=false',
        ...login,
        layout.reference,
        `docker://${host}/${repository}:${tag}`,
      ]);
    }
    return { digest: layout.digest, manifest: layout.manifest };
  } finally {
    await layout.remove();
  }
}

/** The digest that `skopeo` sees under a tag. @throws when there is none. */
export async function inspectDigest(host: string, repository: string, tag: string, credentials?: string): Promise<string> {
  needs('skopeo');
  const login = credentials ? ['--creds', credentials] : [];
  const raw = await run('skopeo', ['inspect', '--raw', '--tls-verify=false', ...login, `docker://${host}/${repository}:${tag}`]);
  return `sha256:${createHash('sha256').update(raw).digest('hex')}`;
}

/** Pulls a complete image with `skopeo` into a temporary folder. @throws when any part is missing. */
export async function pullWhole(host: string, repository: string, tag: string): Promise<void> {
  needs('skopeo');
  const folder = await mkdtemp(join(tmpdir(), 'longshore-pull-'));
  try {
    await run('skopeo', [
      'copy',
      '--quiet',
      '--all',
      '--src-tls-verify=false',
      `docker://${host}/${repository}:${tag}`,
      `oci:${folder}:pulled`,
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
