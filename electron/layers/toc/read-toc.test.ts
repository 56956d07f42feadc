import { randomBytes } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { makeEstargz } from '../../../e2e/support/content/estargz.ts';
import { type MadeEntry, tarOf } from '../../../e2e/support/content/tar-entries.ts';
import { makeZstdChunked } from '../../../e2e/support/content/zstd-chunked.ts';
import { testWith } from '../../../e2e/support/needs.ts';
import { fetchToc, parseToc, type TocSource } from './read-toc.ts';

const entries: readonly MadeEntry[] = [
  ...Array.from({ length: 3_000 }, (_, n) => ({
    name: `usr/share/file-${n}-${randomBytes(20).toString('hex')}`,
    content: Buffer.from(`${n}`),
  })),
  { name: 'usr/large', content: randomBytes(3_000_000) },
];

type Asked = { readonly source: TocSource; readonly ranges: [number, number][] };

/** A layer, and which parts of it were asked for. */
function sourceOf(layer: Buffer): Asked {
  const ranges: [number, number][] = [];
  const part = async (from: number, to: number): Promise<Buffer<ArrayBuffer>> => {
    ranges.push([from, to]);
    return Buffer.from(Uint8Array.from(layer.subarray(from, to)).buffer);
  };
  return { ranges, source: { part, ztoc: async () => undefined } };
}

const names = entries.map(({ name }) => name);

let estargz: Awaited<ReturnType<typeof makeEstargz>>;
beforeAll(async () => {
  estargz = await makeEstargz(entries);
});

test('an eStargz layer whose table is longer than its end is listed by two requests', async () => {
  const { source, ranges } = sourceOf(estargz.layer);
  const facts = { size: estargz.layer.length, mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip' };
  const packed = await fetchToc({ ...facts, annotations: [['containerd.io/snapshot/stargz/toc.digest', estargz.tocDigest]] }, source);
  expect(packed && parseToc(packed).entries.map(({ path }) => path)).toEqual(names);
  expect(ranges).toHaveLength(2);
});

testWith(test, 'skopeo')('a zstd:chunked layer is listed by one request, and by two where its annotations are lost', async () => {
  const { layer, annotations } = await makeZstdChunked(await tarOf(entries));
  const facts = { size: layer.length, mediaType: 'application/vnd.oci.image.layer.v1.tar+zstd' };
  for (const [said, requests] of [
    [[...annotations], 1],
    [[], 2],
  ] as const) {
    const { source, ranges } = sourceOf(layer);
    const packed = await fetchToc({ ...facts, annotations: said }, source);
    expect(packed && parseToc(packed).entries.map(({ path }) => path)).toEqual(names);
    expect(ranges).toHaveLength(requests);
  }
});

test('a gzip layer without a table is not asked for anything', async () => {
  const { source, ranges } = sourceOf(randomBytes(2_000_000));
  expect(
    await fetchToc({ size: 2_000_000, mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', annotations: [] }, source),
  ).toBeUndefined();
  expect(ranges).toEqual([]);
});
