import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import Conf from 'conf';
import { pack } from 'tar-stream';
import { type App, createApp } from '../../../electron/app.ts';
import { router } from '../../../electron/router/router.ts';
import { DOCUMENT_NAME } from '../../../electron/storage/document.ts';
import { savedConnection } from '../hosts/saved-connections.ts';

/** Files of a tar, in their order. */
export type Files = readonly (readonly [name: string, content: Buffer])[];

/** A tar file of these. */
export async function tarOf(files: Files): Promise<Buffer> {
  const tar = pack();
  for (const [name, content] of files) tar.entry({ name }, content);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export const sha256 = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
export const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** A layer as engines make it: a tar with one file. */
export const layerOf = (name: string, bytes = 1_000): Promise<Buffer> => tarOf([[name, randomBytes(bytes)]]);

/** What `docker save` writes for one image: `named` are its layers' digests as its config names them. */
export function dockerFiles(layers: readonly Buffer[], named: readonly string[] = layers.map(sha256)): Files {
  const config = json({ os: 'linux', architecture: 'amd64', config: {}, rootfs: { type: 'layers', diff_ids: named } });
  const Layers = layers.map((_, i) => `layer-${i}/layer.tar`);
  const manifest = json([{ Config: 'config.json', RepoTags: ['team/api:1.0'], Layers }]);
  return [...layers.map((layer, i) => [`layer-${i}/layer.tar`, layer] as const), ['config.json', config], ['manifest.json', manifest]];
}

/** The application without a window, one registry saved in it as `c`. */
export type Headless = {
  readonly app: App;
  readonly folder: string;
  readonly client: ReturnType<typeof clientOf>;
  close(): Promise<void>;
};

const clientOf = ({ services }: App) => createRouterClient(router, { context: services });

export async function startHeadless(url: string, chooseFile?: () => Promise<string | undefined>): Promise<Headless> {
  const folder = await mkdtemp(join(tmpdir(), 'longshore-headless-'));
  const store = new Conf({ cwd: folder, configName: DOCUMENT_NAME });
  const app = await createApp({
    dataFolder: folder,
    store,
    damagedFile: undefined,
    version: 'test',
    ...(chooseFile ? { chooseFile } : {}),
  });
  app.services.document.connections = [{ ...savedConnection('n', url), id: 'c' }];
  return {
    app,
    folder,
    client: clientOf(app),
    async close() {
      await app.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Puts a blob into a registry that asks for no sign-in; its descriptor. */
export async function putBlob(url: string, repository: string, bytes: Buffer): Promise<{ digest: string; size: number }> {
  const opened = await fetch(`${url}/v2/${repository}/blobs/uploads/`, { method: 'POST' });
  const place = new URL(opened.headers.get('location') ?? '', url);
  place.searchParams.set('digest', sha256(bytes));
  const { status } = await fetch(place, { method: 'PUT', body: new Uint8Array(bytes) });
  if (status !== 201) throw new Error(`the registry answered ${status} to a blob`);
  return { digest: sha256(bytes), size: bytes.byteLength };
}

/** Puts a manifest under a tag, or its digest where none is given; its descriptor. */
export async function putManifest(url: string, repository: string, document: { readonly mediaType: string }, tag?: string) {
  const bytes = json(document);
  const headers = { 'content-type': document.mediaType };
  const place = `${url}/v2/${repository}/manifests/${tag ?? sha256(bytes)}`;
  const answer = await fetch(place, { method: 'PUT', headers, body: new Uint8Array(bytes) });
  if (answer.status !== 201) throw new Error(`the registry answered ${answer.status}: ${await answer.text()}`);
  return { mediaType: document.mediaType, digest: sha256(bytes), size: bytes.byteLength };
}
