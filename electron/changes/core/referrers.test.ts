import { expect, test } from 'vitest';
import type { Behaviour } from '../../../e2e/support/registry/behaviour.ts';
import { connect, startRegistry } from '../../../e2e/support/registry/connected.ts';
import { referrersTag } from '../../../shared/oci/digest.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../../../shared/oci/media-types.ts';
import type { RawManifest } from '../../registry/client.ts';
import { digestOf } from '../../registry/digest.ts';
import { readReferrerKinds } from './referrers.ts';

const SBOM = 'application/spdx+json';
const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const EMPTY = { mediaType: 'application/vnd.oci.empty.v1+json', digest: digestOf(Buffer.from('{}')), size: 2 };

function rawOf(document: object, mediaType: string): RawManifest {
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, ...document }));
  return { bytes, digest: digestOf(bytes), mediaType };
}

/** An image with a signature and an attestation of cosign, an SBOM, and an attestation in a bundle; those two are listed by API or by tag. */
async function startAttached(behaviour: Partial<Behaviour>) {
  const registry = await startRegistry(behaviour, ['1.0']);
  registry.store.repository('team/api').putBlob(Buffer.from('{}'));
  const client = connect(registry.url);
  const subject = await client.manifest('team/api', '1.0');
  const about = { mediaType: subject.mediaType, digest: subject.digest, size: subject.bytes.byteLength };
  const put = async (reference: string | undefined, document: object): Promise<RawManifest> => {
    const raw = rawOf({ config: EMPTY, layers: [EMPTY], ...document }, OCI_MANIFEST);
    await client.putManifest('team/api', reference ?? raw.digest, raw);
    return raw;
  };
  const tag = referrersTag(subject.digest);
  await put(`${tag}.sig`, { annotations: { is: 'signature' } });
  await put(`${tag}.att`, { annotations: { is: 'attestation' } });
  const annotations = { 'dev.sigstore.bundle.content': 'dsse-envelope' };
  const sbom = await put(undefined, { artifactType: SBOM, subject: about });
  const bundle = await put(undefined, { artifactType: BUNDLE, annotations, subject: about });
  const entry = (raw: RawManifest, more: object) => ({ mediaType: OCI_MANIFEST, digest: raw.digest, size: raw.bytes.byteLength, ...more });
  const list = [entry(sbom, { artifactType: SBOM }), entry(bundle, { artifactType: BUNDLE, annotations })];
  if (behaviour.referrers === false) await client.putManifest('team/api', tag, rawOf({ manifests: list }, OCI_INDEX));
  registry.requests.length = 0;
  return { registry, client, image: { repository: 'team/api', digest: subject.digest }, tag, sbom, bundle };
}

test.each([true, false])('signatures, attestations and SBOMs of an image are told apart; with the referrers API: %s', async (referrers) => {
  const { client, image, tag, sbom, bundle } = await startAttached({ referrers });
  const found = await readReferrerKinds(client, image);
  expect(found.isComplete).toBe(true);
  expect(found.referrers.map(({ reference, content }) => [reference, content])).toEqual([
    [sbom.digest, 'sbom'],
    [bundle.digest, 'attestation'],
    [`${tag}.sig`, 'signature'],
    [`${tag}.att`, 'attestation'],
  ]);
});

test('where the tags are known, only those that exist are asked for', async () => {
  const { registry, client, image, tag } = await startAttached({});
  const found = await readReferrerKinds(client, { ...image, tags: [`${tag}.sig`] });
  expect(found.referrers.map(({ content }) => content)).toEqual(['sbom', 'attestation', 'signature']);
  expect(registry.requests.map(({ path }) => path)).toEqual([
    `/v2/team/api/referrers/${image.digest}`,
    `/v2/team/api/manifests/${tag}.sig`,
  ]);
});

test('a registry that refuses the question for referrers is not taken for one without any', async () => {
  const { registry, client, image, tag } = await startAttached({});
  registry.fault = ({ path }) => (path.includes('/referrers/') ? { kind: 'status', status: 403 } : undefined);
  const found = await readReferrerKinds(client, { ...image, tags: [`${tag}.sig`] });
  expect(found).toMatchObject({ isComplete: false, referrers: [{ content: 'signature' }] });
});
