import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AppOver, startAppOver } from '../../../e2e/support/hosts/app-over.ts';
import { RegistryDouble } from '../../../e2e/support/registry/double.ts';
import { bruteForce, type KnownImage, type KnownRepository, lineOf } from '../../../e2e/support/search/brute-force.ts';
import { started } from '../../../e2e/support/started.ts';
import { hasEnded } from '../../../shared/contract/runs.ts';
import type { SearchScope } from '../../../shared/contract/search.ts';
import type { ReadTag } from '../../../shared/contract/tags.ts';
import { platformName } from '../../../shared/oci/platform.ts';
import { createSampleContent } from '../../sample/content.ts';
import type { SampleRepository } from '../../sample/store.ts';

type Document = {
  readonly manifests?: readonly { readonly digest: string; readonly annotations?: Readonly<Record<string, string>> }[];
  readonly layers?: readonly { readonly digest: string }[];
  readonly config?: { readonly digest: string };
  readonly annotations?: Readonly<Record<string, string>>;
};
type Config = { readonly config?: { readonly Labels?: Readonly<Record<string, string>> } };

const parse = (bytes: Buffer | undefined): unknown => (bytes ? JSON.parse(bytes.toString('utf8')) : {});

/** An image as the registry stores it, with what the table of tags shows of it. */
function imageOf(store: SampleRepository, digest: string, row: ReadTag | undefined): KnownImage {
  const { manifests = [], layers = [], config, annotations = {} } = parse(store.manifests.get(digest)?.bytes) as Document;
  const labels = (parse(store.blobs.get(config?.digest ?? '')) as Config).config?.Labels ?? {};
  return {
    digest,
    children: manifests.map((child) => child.digest),
    content: row?.content ?? 'unknown',
    platforms: row?.platforms.map(platformName) ?? [],
    size: row?.size,
    created: row?.created === undefined ? undefined : Date.parse(row.created),
    labels: [...Object.entries(labels), ...Object.entries(annotations)],
    parts: [...layers.map((layer) => layer.digest), ...(config ? [config.digest] : [])],
  };
}

/** What an index has. An attestation is no image: it is not read, and of it its digest alone is known. */
function childrenOf(store: SampleRepository, index: string): KnownImage[] {
  const { manifests = [] } = parse(store.manifests.get(index)?.bytes) as Document;
  return manifests.map(({ digest, annotations = {} }) => ({
    ...imageOf(store, digest, undefined),
    ...(annotations['vnd.docker.reference.type'] === 'attestation-manifest' ? { parts: [], labels: [] } : {}),
  }));
}

async function rowsOf({ client }: AppOver, repository: string): Promise<ReadonlyMap<string, ReadTag>> {
  const rows = new Map<string, ReadTag>();
  for await (const event of await client.tags.read({ connectionId: 'c', repository, readId: repository, recall: false }))
    if (event.kind === 'details') for (const detail of event.details) if (detail.state === 'read') rows.set(detail.tag, detail);
  return rows;
}

/** Everything that a tag of the repository leads to. */
async function known(over: AppOver, name: string, store: SampleRepository): Promise<KnownRepository> {
  const rows = await rowsOf(over, name);
  const tags = new Map([...store.tags].map(([tag, digest]) => [tag, imageOf(store, digest, rows.get(tag))] as const));
  const children = [...tags.values()].flatMap(({ digest }) => childrenOf(store, digest));
  return { connectionId: 'c', name, images: [...tags.values(), ...children], tags, pulled: new Map() };
}

async function scan({ client }: AppOver): Promise<void> {
  const { runId } = await client.scan.start({ connectionId: 'c', again: false });
  for await (const { runs } of await client.runs.watch()) if (runs.some((run) => run.id === runId && hasEnded(run))) return;
}

async function find({ client }: AppOver, query: string, scope: SearchScope): Promise<string[]> {
  const found: string[] = [];
  for await (const event of await client.search.find({ query, scope, most: 2_000 }))
    if (event.kind === 'found') found.push(...event.results.map(lineOf));
  return found;
}

/** Queries about what the sample has, and what it has not. */
function queries(all: readonly KnownRepository[]): fc.Arbitrary<string> {
  const images = all.flatMap((repository) => repository.images);
  const digests = [...new Set(images.flatMap(({ digest, parts }) => [digest, ...parts]))];
  const labels = images.flatMap((image) => image.labels).filter(([key, value]) => /^[\w./-]+$/.test(key) && /^[\w./:-]+$/.test(value));
  const names = all.flatMap(({ name, tags }) => [name, ...tags.keys()]);
  const part = fc
    .tuple(fc.constantFrom(...names), fc.nat(8), fc.integer({ min: 1, max: 9 }))
    .map(([name, from, length]) => name.slice(from, from + length));
  const term = fc.oneof(
    { weight: 3, arbitrary: part.filter((text) => text !== '').map((text) => `"${text}"`) },
    fc.constantFrom('/^v?1\\./', '/rc/', '/^[a-z]+$/'),
    fc.constantFrom('size:>50MB', 'size:<10MB', 'size:>200MB', 'created:<30d', 'created:>90d', 'pulled:>1d', 'untagged'),
    fc.constantFrom('platform:arm64', 'platform:linux/amd64', 'kind:index', 'kind:image', 'kind:chart', 'kind:signature', 'kind:sbom'),
    fc.constantFrom(...labels).map(([key, value]) => `label:${key}=${value}`),
    fc.constantFrom(...labels).map(([key]) => `label:${key}`),
    fc
      .tuple(fc.constantFrom(...digests), fc.integer({ min: 6, max: 64 }))
      .map(([digest, length]) => `digest:${digest.slice(7, 7 + length)}`),
    fc.tuple(fc.constantFrom(...digests), fc.integer({ min: 6, max: 12 })).map(([digest, length]) => `"${digest.slice(7, 7 + length)}"`),
  );
  return fc
    .array(fc.tuple(fc.constantFrom('', '', '', '-'), term), { minLength: 1, maxLength: 3 })
    .map((terms) => terms.map((parts) => parts.join('')).join(' '));
}

test('after a scan of the sample registry, a search finds what looking at each of its tags and images finds', async () => {
  const content = createSampleContent();
  const registry = started(new RegistryDouble(content));
  const over = started(await startAppOver(await registry.start()));
  await scan(over);
  const all = await Promise.all([...content.repositories].map(([name, store]) => known(over, name, store)));
  expect(all.flatMap(({ tags }) => [...tags]).length).toBeGreaterThan(30);
  const scopes = fc.constantFrom<SearchScope>({}, { connectionId: 'c' }, { connectionId: 'c', folder: 'team' });
  let found = 0;
  await fc.assert(
    fc.asyncProperty(queries(all), scopes, async (query, scope) => {
      const results = await find(over, query, scope);
      found += Number(results.length > 0);
      expect(new Set(results).size).toBe(results.length);
      expect(results.toSorted()).toEqual(bruteForce(all, query, scope, Date.now()).toSorted());
    }),
    { numRuns: 200 },
  );
  // Nothing is proven by queries that nothing meets.
  expect(found).toBeGreaterThan(60);
});
