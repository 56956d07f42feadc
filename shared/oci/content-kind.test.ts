import { expect, test } from 'vitest';
import { type ContentKind, contentKindOf, subjectOfTag } from './content-kind.ts';
import { readManifest } from './manifest.ts';
import { OCI_INDEX, OCI_MANIFEST } from './media-types.ts';

const DIGEST = `sha256:${'a1'.repeat(32)}`;
const IMAGE_CONFIG = 'application/vnd.oci.image.config.v1+json';
const EMPTY = 'application/vnd.oci.empty.v1+json';
const blob = (mediaType: string) => ({ mediaType, digest: DIGEST, size: 10 });

/** A manifest as a registry sends it: the type of its config, those of its layers, and what else it says. */
const manifest = (config: string, layers: readonly string[], more: object = {}): object => ({
  schemaVersion: 2,
  mediaType: OCI_MANIFEST,
  config: blob(config),
  layers: layers.map(blob),
  ...more,
});
const bundle = (content?: string, predicateType?: string): object =>
  manifest(EMPTY, ['application/vnd.dev.sigstore.bundle.v0.3+json'], {
    artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    ...(content
      ? {
          annotations: {
            'dev.sigstore.bundle.content': content,
            ...(predicateType ? { 'dev.sigstore.bundle.predicateType': predicateType } : {}),
          },
        }
      : {}),
  });
const index = (...manifests: readonly object[]): object => ({ schemaVersion: 2, mediaType: OCI_INDEX, manifests });
const child = blob(OCI_MANIFEST);

test.each<[string, object, ContentKind]>([
  ['an image', manifest(IMAGE_CONFIG, ['application/vnd.oci.image.layer.v1.tar+gzip']), 'image'],
  ['an image without layers', manifest(IMAGE_CONFIG, []), 'image'],
  ['a multi-platform image', index({ ...child, platform: { os: 'linux', architecture: 'amd64' } }), 'index'],
  ['an empty index', index(), 'index'],
  ['a Helm chart', manifest('application/vnd.cncf.helm.config.v1+json', ['application/vnd.cncf.helm.chart.content.v1.tar+gzip']), 'chart'],
  ['an ORAS artifact', manifest(EMPTY, ['text/markdown'], { artifactType: 'application/vnd.example.docs' }), 'artifact'],
  ['a WASM component as the CNCF lays it out', manifest('application/vnd.wasm.config.v0+json', ['application/wasm']), 'wasm'],
  ['a WASM module by wasm-to-oci', manifest('application/vnd.wasm.config.v1+json', ['application/vnd.wasm.content.layer.v1+wasm']), 'wasm'],
  ['a cosign signature tag', manifest(IMAGE_CONFIG, ['application/vnd.dev.cosign.simplesigning.v1+json']), 'signature'],
  ['a cosign attestation tag', manifest(IMAGE_CONFIG, ['application/vnd.dsse.envelope.v1+json']), 'attestation'],
  ['a cosign SBOM tag', manifest(IMAGE_CONFIG, ['text/spdx+json']), 'sbom'],
  ['an attestation of buildx', manifest(IMAGE_CONFIG, ['application/vnd.in-toto+json', 'application/vnd.in-toto+json']), 'attestation'],
  [
    'a Notation signature',
    manifest(EMPTY, ['application/jose+json'], { artifactType: 'application/vnd.cncf.notary.signature' }),
    'signature',
  ],
  ['a CycloneDX SBOM', manifest(EMPTY, ['application/json'], { artifactType: 'application/vnd.cyclonedx+json' }), 'sbom'],
  [
    'an artifact that only its layers name',
    manifest(EMPTY, ['application/spdx+json'], { artifactType: 'application/vnd.example.any' }),
    'sbom',
  ],
  ['a bundle of an attestation', bundle('dsse-envelope'), 'attestation'],
  ['a bundle of a signature', bundle('message-signature'), 'signature'],
  ['a bundle of what cosign 3 signs', bundle('dsse-envelope', 'https://sigstore.dev/cosign/sign/v1'), 'signature'],
  ['a bundle that does not say', bundle(), 'signature'],
  ['a list of referrers', index({ ...child, artifactType: 'application/vnd.cyclonedx+json' }), 'referrers'],
])('%s is told by its media types', (_, document, kind) => {
  expect(contentKindOf(readManifest(JSON.stringify(document), ''))).toBe(kind);
});

test.each([
  ['application/vnd.docker.distribution.manifest.v1+prettyjws', 'legacy'],
  ['application/vnd.example+json', 'unknown'],
])('what is served as %s is %s', (mediaType, kind) => {
  expect(contentKindOf(readManifest('{}', mediaType))).toBe(kind);
});

test.each([
  [`sha256-${'a1'.repeat(32)}`, DIGEST],
  [`sha256-${'a1'.repeat(32)}.sig`, DIGEST],
  [`sha256-${'a1'.repeat(32)}.att`, DIGEST],
  [`sha256-${'a1'.repeat(32)}.sbom`, DIGEST],
  [`sha256-${'a1'.repeat(32)}.zip`, undefined],
  [`sha256-${'a1'.repeat(31)}.sig`, undefined],
  ['1.9.2', undefined],
])('the tag %s names the subject %s', (tag, subject) => {
  expect(subjectOfTag(tag)).toBe(subject);
});
