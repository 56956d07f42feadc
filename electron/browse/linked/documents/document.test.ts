import { createHash, generateKeyPairSync } from 'node:crypto';
import type { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { syftSpdx } from '../../../../e2e/support/content/documents.ts';
import { bundle, type MadeLayer, publicPem, simpleSigning } from '../../../../e2e/support/content/signatures.ts';
import { connect, startRegistry } from '../../../../e2e/support/registry/connected.ts';
import type { RegistryDouble } from '../../../../e2e/support/registry/double.ts';
import type { DocumentEvent } from '../../../../shared/contract/linked.ts';
import { OCI_MANIFEST } from '../../../../shared/oci/media-types.ts';
import type { SampleRepository } from '../../../sample/store.ts';
import type { ContentShelf } from '../../image.ts';
import type { RepositorySource } from '../gather.ts';
import { readLinkedDocument, verifyLinkedDocument } from './document.ts';

const { privateKey: key } = generateKeyPairSync('ed25519');
const { privateKey: otherKey } = generateKeyPairSync('ed25519');
const noShelf: ContentShelf = { load: async () => undefined, save: async () => {} };

type Opened = { readonly registry: RegistryDouble; readonly repository: SampleRepository; readonly source: RepositorySource };

async function open(signal?: AbortSignal): Promise<Opened> {
  const registry = await startRegistry();
  const repository = registry.store.repository('team/api');
  return { registry, repository, source: { client: connect(registry.url), repository: 'team/api', content: noShelf, signal } };
}

/** A manifest with these layers, by its digest. */
function put(repository: SampleRepository, layers: readonly MadeLayer[], size?: number): string {
  const described = layers.map(({ mediaType, annotations, bytes }) => ({
    mediaType,
    annotations,
    digest: repository.putBlob(bytes),
    size: size ?? bytes.byteLength,
  }));
  const config = { mediaType: 'application/vnd.oci.empty.v1+json', digest: repository.putBlob(Buffer.from('{}')), size: 2 };
  const document = { schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers: described };
  return repository.putDocument(document);
}

const imageIn = (repository: SampleRepository): string => put(repository, []);

async function all(events: AsyncIterable<DocumentEvent>): Promise<DocumentEvent[]> {
  const found: DocumentEvent[] = [];
  for await (const event of events) found.push(event);
  return found;
}

const sbom = (packages: number): MadeLayer => ({
  mediaType: 'application/spdx+json',
  annotations: {},
  bytes: Buffer.from(JSON.stringify(syftSpdx(Array.from({ length: packages }, (_, i) => [`p${i}`, '1', 'MIT'] as const)))),
});

test('an SBOM comes first as what it is, then its packages in parts that hold nobody up', async () => {
  const { repository, source } = await open();
  const [first, ...rest] = await all(readLinkedDocument(source, { digest: put(repository, [sbom(2_500)]), layer: 0 }));
  expect(first).toMatchObject({ kind: 'document', document: { content: { kind: 'sbom', packageCount: 2_500 } } });
  expect(rest.map((event) => (event.kind === 'packages' ? event.packages.length : 0))).toEqual([1_000, 1_000, 500]);
});

test('whoever leaves ends the work', async () => {
  const left = new AbortController();
  const { repository, source } = await open(left.signal);
  const started: Worker[] = [];
  const note = (worker: Worker): void => void started.push(worker);
  process.on('worker', note);
  const events = readLinkedDocument(source, { digest: put(repository, [sbom(5_000)]), layer: 0 });
  await events.next();
  process.off('worker', note);
  expect(started.map(({ threadId }) => threadId > 0)).toEqual([true]);
  left.abort();
  await expect(events.next()).rejects.toBe(left.signal.reason);
  // A thread that has ended has this for its number.
  expect(started.map(({ threadId }) => threadId)).toEqual([-1]);
});

test('two signatures of the same payload are told apart by their layers', async () => {
  const { repository, source } = await open();
  const subject = imageIn(repository);
  const digest = put(repository, [simpleSigning(subject, { key }), simpleSigning(subject, { key: otherKey })]);
  const verify = (layer: number, pem: string) => verifyLinkedDocument(source, { digest, layer, subject, pem });
  expect(await verify(0, publicPem(key))).toMatchObject({ kind: 'verified', by: 'key' });
  expect(await verify(1, publicPem(key))).toEqual({ kind: 'refused', why: 'other-key' });
  expect(await verify(1, publicPem(otherKey))).toMatchObject({ kind: 'verified', by: 'key' });
});

test('a signature of the manifest itself is verified against the bytes that the registry has', async () => {
  const { repository, source } = await open();
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = imageIn(repository);
  const artifact = (await source.client.manifest('team/api', subject)).bytes;
  const digest = put(repository, [bundle({ artifact }, { key: privateKey })]);
  const asked = { digest, layer: 0, pem: publicPem(privateKey) };
  expect(await verifyLinkedDocument(source, { ...asked, subject })).toMatchObject({ kind: 'verified' });
  const absent = `sha256:${createHash('sha256').update('absent').digest('hex')}`;
  expect(await verifyLinkedDocument(source, { ...asked, subject: absent })).toEqual({
    kind: 'refused',
    why: 'image-missing',
    detail: absent,
  });
  const other = put(repository, [sbom(1)]);
  expect(await verifyLinkedDocument(source, { ...asked, subject: other })).toMatchObject({ kind: 'refused' });
});

test('what nobody signed is not verified', async () => {
  const { repository, source } = await open();
  const digest = put(repository, [sbom(1)]);
  const asked = { digest, layer: 0, subject: imageIn(repository), pem: publicPem(key) };
  expect(await verifyLinkedDocument(source, asked)).toEqual({ kind: 'refused', why: 'not-supported' });
});

test('a document that the registry does not have, or has other bytes of, is said to be so', async () => {
  const { repository, source } = await open();
  const layer = sbom(1);
  const digest = put(repository, [layer]);
  const why = async () =>
    (await all(readLinkedDocument(source, { digest, layer: 0 }))).map((event) => event.kind === 'document' && event.document.content);
  const own = `sha256:${createHash('sha256').update(layer.bytes).digest('hex')}`;
  repository.putBlob(Buffer.from('{"spdxVersion":"SPDX-2.3"}'), own);
  expect(await why()).toEqual([{ kind: 'unreadable', why: 'digest' }]);
  repository.deleteBlob(own);
  expect(await why()).toEqual([{ kind: 'unreadable', why: 'missing' }]);
});

test('a document that is said to be larger than 32 MiB is not asked for', async () => {
  const { registry, repository, source } = await open();
  const digest = put(repository, [sbom(1)], 33 * 1024 * 1024);
  expect(await all(readLinkedDocument(source, { digest, layer: 0 }))).toMatchObject([
    { document: { content: { kind: 'unreadable', why: 'too-large', detail: '32 MiB' } } },
  ]);
  expect(registry.requests.filter(({ path }) => path.includes('/blobs/'))).toEqual([]);
});

test('a layer that the manifest does not have is not found', async () => {
  const { repository, source } = await open();
  await expect(all(readLinkedDocument(source, { digest: imageIn(repository), layer: 3 }))).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
