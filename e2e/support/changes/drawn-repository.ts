import fc from 'fast-check';
import { type IndexChild, putImage, putIndex, type SampleRepository } from '../../../electron/sample/store.ts';
import { referrersTag } from '../../../shared/oci/digest.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../../../shared/oci/media-types.ts';

/** A repository: images, indexes over some of them, and tags on either; and which tags are chosen. */
export const repositories = fc.record({
  images: fc.integer({ min: 1, max: 5 }),
  indexes: fc.array(fc.array(fc.nat(4), { minLength: 1, maxLength: 3 }), { maxLength: 3 }),
  tags: fc.array(fc.record({ on: fc.nat(9), chosen: fc.boolean() }), { minLength: 1, maxLength: 10 }),
  referrers: fc.array(fc.record({ on: fc.nat(9), how: fc.constantFrom('subject', 'cosign') }), { maxLength: 4 }),
});

export type Drawn = typeof repositories extends fc.Arbitrary<infer T> ? T : never;

/** Something that refers to a manifest: by its subject, which the API tells or else the fallback tag does; or by a tag of cosign's. */
function attach(
  repository: SampleRepository,
  subject: string,
  { how, seed, hasApi }: { how: string; seed: string; hasApi: boolean },
): void {
  const about = { digest: subject, mediaType: OCI_MANIFEST, size: 1 };
  const document = { schemaVersion: 2, mediaType: OCI_MANIFEST, artifactType: 'x/sbom', layers: [], annotations: { seed } };
  const tag = referrersTag(subject);
  if (how === 'cosign') return void repository.putDocument(document, [`${tag}.sig`]);
  const digest = repository.putDocument({ ...document, ...{ subject: about } });
  if (hasApi) return;
  const size = repository.manifests.get(digest)?.bytes.byteLength ?? 0;
  const listed = repository.find(tag)?.manifest.bytes.toString('utf8') ?? '{"manifests":[]}';
  const { manifests } = JSON.parse(listed) as { manifests: object[] };
  const entry = { mediaType: OCI_MANIFEST, digest, size, artifactType: 'x/sbom' };
  repository.putDocument({ mediaType: OCI_INDEX, ...{ schemaVersion: 2, manifests: [...manifests, entry] } }, [tag]);
}

/** Puts it into a registry; the tags that are chosen. */
export function fillDrawn(
  repository: SampleRepository,
  { images, indexes, tags, referrers }: Drawn,
  hasApi: boolean,
): { chosen: string[] } {
  const children = Array.from({ length: images }, (_, i): IndexChild => {
    const platform = { os: 'linux', architecture: `arch${i}` };
    // Neighbours share a layer.
    const layers = [
      { instruction: 'RUN a', size: 1000 + i, seed: `own-${i}` },
      { instruction: 'RUN b', size: 500, seed: `shared-${Math.floor(i / 2)}` },
    ];
    return { ...putImage(repository, { layers, created: '2026-01-01T00:00:00Z', platform }), platform };
  });
  const digests = [
    ...children.map(({ digest }) => digest),
    ...indexes.map((members, i) =>
      putIndex(
        repository,
        [...new Set(members.map((member) => member % images))].flatMap((member) => children[member] ?? []),
        [],
        { mark: String(i) },
      ),
    ),
  ];
  referrers.forEach(({ on, how }, i) => {
    attach(repository, digests[on % digests.length] ?? '', { how, seed: String(i), hasApi });
  });
  const chosen: string[] = [];
  tags.forEach(({ on, chosen: isChosen }, i) => {
    const name = `t${i}`;
    repository.tags.set(name, digests[on % digests.length] ?? '');
    if (isChosen) chosen.push(name);
  });
  return { chosen };
}
