import { expect, test } from 'vitest';
import { documentOf, documentOfPredicate, documentOfType, type NamedDocument } from './document-kind.ts';

test.each<[string, NamedDocument]>([
  ['https://slsa.dev/provenance/v1', { kind: 'provenance', format: 'SLSA v1' }],
  ['https://slsa.dev/provenance/v1.0', { kind: 'provenance', format: 'SLSA v1' }],
  ['https://slsa.dev/provenance/v0.2', { kind: 'provenance', format: 'SLSA v0.2' }],
  ['https://slsa.dev/provenance/v0.1', { kind: 'provenance', format: 'SLSA' }],
  ['https://spdx.dev/Document', { kind: 'sbom', format: 'SPDX' }],
  ['https://spdx.dev/Document/v2.3', { kind: 'sbom', format: 'SPDX 2.3' }],
  ['https://cyclonedx.org/bom', { kind: 'sbom', format: 'CycloneDX' }],
  ['https://cyclonedx.org/bom/v1.6', { kind: 'sbom', format: 'CycloneDX 1.6' }],
  ['https://openvex.dev/ns/v0.2.0', { kind: 'vex', format: 'OpenVEX' }],
  ['https://cosign.sigstore.dev/attestation/vuln/v1', { kind: 'scan-result', format: 'cosign' }],
  ['https://sigstore.dev/cosign/sign/v1', { kind: 'signature', format: 'Sigstore' }],
  ['https://example.com/review/v1', { kind: 'attestation', format: 'https://example.com/review/v1' }],
])('a statement of type %s is %j', (type, document) => {
  expect(documentOfPredicate(type)).toEqual(document);
});

test.each<[string, NamedDocument | undefined]>([
  ['application/vnd.cncf.notary.signature', { kind: 'signature', format: 'Notation' }],
  ['application/vnd.dev.cosign.simplesigning.v1+json', { kind: 'signature', format: 'cosign' }],
  ['application/spdx+json', { kind: 'sbom', format: 'SPDX' }],
  ['text/spdx+json', { kind: 'sbom', format: 'SPDX' }],
  ['application/vnd.cyclonedx+xml', { kind: 'sbom', format: 'CycloneDX' }],
  ['application/vnd.syft+json', { kind: 'sbom', format: 'Syft' }],
  ['application/sarif+json', { kind: 'scan-result', format: 'SARIF' }],
  ['application/vnd.in-toto+json', undefined],
  ['application/vnd.dsse.envelope.v1+json', undefined],
  ['text/markdown', undefined],
])('the type %s alone says %j', (type, document) => {
  expect(documentOfType(type)).toEqual(document);
});

const DSSE = 'application/vnd.dsse.envelope.v1+json';
const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json';

test.each<[string, Parameters<typeof documentOf>, NamedDocument]>([
  [
    'the annotation of the layer goes before what was read',
    [{ mediaType: DSSE, annotations: [['predicateType', 'https://cyclonedx.org/bom']] }, { annotations: [] }, 'https://spdx.dev/Document'],
    { kind: 'sbom', format: 'CycloneDX' },
  ],
  ['a statement whose type nobody says', [{ mediaType: DSSE, annotations: [] }, { annotations: [] }], { kind: 'attestation' }],
  [
    'an annotation of that name says nothing of what is no statement',
    [
      { mediaType: 'text/markdown', annotations: [['predicateType', 'https://cyclonedx.org/bom']] },
      { artifactType: 'x/y', annotations: [] },
    ],
    { kind: 'artifact', format: 'x/y' },
  ],
  [
    'a bundle of a message signature',
    [
      { mediaType: BUNDLE, annotations: [] },
      { artifactType: BUNDLE, annotations: [['dev.sigstore.bundle.content', 'message-signature']] },
    ],
    { kind: 'signature', format: 'Sigstore' },
  ],
  [
    'a bundle of a statement of unknown type',
    [
      { mediaType: BUNDLE, annotations: [] },
      { artifactType: BUNDLE, annotations: [['dev.sigstore.bundle.content', 'dsse-envelope']] },
    ],
    { kind: 'attestation', format: 'Sigstore' },
  ],
])('%s', (_name, args, document) => {
  expect(documentOf(...args)).toEqual(document);
});
