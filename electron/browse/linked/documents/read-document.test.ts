import { generateKeyPairSync } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { workflowV1 } from '../../../../e2e/support/content/documents.ts';
import { bundle, envelope, notation, simpleSigning, statementOf } from '../../../../e2e/support/content/signatures.ts';
import { makeSigningCertificates, SIGNER, SIGNER_ISSUER } from '../../../../e2e/support/content/signing-certificates.ts';
import { linkedDocumentSchema } from '../../../../shared/linked/document.ts';
import { type ReadDocument, readDocument } from './read-document.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const COMMIT = '4f2c91e07b3d5a6c8e9f0a1b2c3d4e5f60718293';
const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const readBytes = (bytes: Buffer, mediaType = 'application/vnd.in-toto+json', annotations: Record<string, string> = {}): ReadDocument =>
  readDocument({ digest: DIGEST, mediaType, annotations: new Map(Object.entries(annotations)), bytes });
const read = (value: unknown): ReadDocument => readBytes(Buffer.from(JSON.stringify(value)));

test('SPDX in tags and values', () => {
  const text = [
    '# made for a test',
    'SPDXVersion: SPDX-2.3',
    'SPDXID: SPDXRef-DOCUMENT',
    'DocumentName: team/api',
    'Creator: Tool: syft-1.30.0',
    'Created: 2026-11-21T08:00:00Z',
    '',
    'PackageName: team/api',
    'SPDXID: SPDXRef-Image',
    '',
    'PackageName: libssl3',
    'SPDXID: SPDXRef-Package-libssl3',
    'PackageVersion: 3.0.17',
    'PackageLicenseConcluded: NOASSERTION',
    'PackageLicenseDeclared: Apache-2.0 AND LicenseRef-1',
    'PackageCopyrightText: <text>Copyright: someone',
    'and others</text>',
    'ExternalRef: PACKAGE-MANAGER purl pkg:deb/debian/libssl3@3.0.17',
    '',
    'FileName: ./usr/lib/libssl.so.3',
    'PackageVersion: none',
    'LicenseID: LicenseRef-1',
    'ExtractedText: <text>Do as you like.</text>',
    'LicenseName: Own licence',
    'Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-Image',
  ].join('\n');
  expect(readBytes(Buffer.from(text), 'text/spdx')).toMatchObject({
    document: {
      content: {
        kind: 'sbom',
        format: 'spdx',
        version: '2.3',
        name: 'team/api',
        created: '2026-11-21T08:00:00.000Z',
        tools: ['syft-1.30.0'],
        packageCount: 1,
      },
    },
    packages: [{ name: 'libssl3', version: '3.0.17', licence: 'Apache-2.0 AND Own licence', purl: 'pkg:deb/debian/libssl3@3.0.17' }],
  });
});

const loggedAt = new Date('2026-11-20T10:00:00Z');

test('a signature of cosign v2: what it signs, when by the log, and what the signer added', () => {
  const { bytes, mediaType, annotations } = simpleSigning(DIGEST, { key }, { loggedAt });
  expect(readBytes(bytes, mediaType, annotations).document).toMatchObject({
    about: [{ name: 'registry.example.com:5000/team/api', digest: DIGEST }],
    signature: {
      format: 'cosign',
      signed: { at: loggedAt.toISOString(), by: 'log' },
      logIndex: '91234567',
      notes: [['git-commit', '4f2c91e']],
    },
    content: { kind: 'signature' },
  });
});

test('the certificate of a signature: whose, by whose word, and issued by whom', async () => {
  const { signer, intermediate } = await makeSigningCertificates();
  const { bytes, mediaType } = bundle({ artifact: Buffer.from('{}') }, { key: signer.key, certificate: signer, chain: [intermediate] });
  expect(readBytes(bytes, mediaType).document.signature?.certificate).toEqual({
    identity: SIGNER,
    issuer: SIGNER_ISSUER,
    subject: 'O=example.com, CN=release',
    issuedBy: 'O=example.com, CN=Example Signing',
    validFrom: expect.stringContaining('T'),
    validTo: expect.stringContaining('T'),
    fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
  });
});

test('a signed provenance: an envelope and a bundle say the same', () => {
  const statement = statementOf(DIGEST, 'https://slsa.dev/provenance/v1', workflowV1);
  const layers = [envelope(statement, { key }), bundle({ statement }, { key })];
  const documents = layers.map(({ bytes, mediaType, annotations }) => readBytes(bytes, mediaType, annotations).document);
  expect(documents.map(({ signature }) => signature?.format)).toEqual(['dsse', 'bundle']);
  for (const { content, about } of documents) {
    expect(content).toMatchObject({ kind: 'provenance', source: { commit: COMMIT } });
    expect(about).toEqual([{ name: 'registry.example.com:5000/team/api', digest: DIGEST }]);
  }
});

test('what cosign v3 signs is a signature, as a statement and as the manifest itself', () => {
  const artifact = Buffer.from('{}');
  const statement = statementOf(DIGEST, 'https://sigstore.dev/cosign/sign/v1', {});
  for (const { bytes, mediaType } of [bundle({ statement }, { key }), bundle({ artifact }, { key })])
    expect(readBytes(bytes, mediaType).document).toMatchObject({ signature: { format: 'bundle' }, content: { kind: 'signature' } });
});

test('a signature of Notation: when by the signer, until when, by which program', () => {
  const { bytes, mediaType } = notation(DIGEST, { key }, { expires: new Date('2027-01-01T00:00:00Z') });
  expect(readBytes(bytes, mediaType).document).toMatchObject({
    about: [{ digest: DIGEST }],
    signature: {
      format: 'notation',
      signed: { by: 'signer' },
      expires: '2027-01-01T00:00:00.000Z',
      notes: [['io.cncf.notary.signingAgent', 'notation-go/1.3.0']],
    },
  });
  expect(readBytes(Buffer.from([0xd2, 0x84]), 'application/cose').document).toMatchObject({
    signature: { format: 'notation-cose' },
    content: { kind: 'signature' },
  });
});

test.each([
  ['no JSON', 'bom: CycloneDX', { why: 'not-json' }],
  ['nothing', '', { why: 'not-json' }],
  ['a bomb of brackets', '['.repeat(1_000_000), { why: 'too-deep' }],
  ['JSON of another kind', '{"hello":"world"}', { why: 'format', detail: 'application/vnd.in-toto+json' }],
  ['a number', '7', { why: 'format' }],
  ['a broken bundle', '{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json"}', { why: 'format' }],
  [
    'an envelope of no JSON',
    `{"payloadType":"text/plain","payload":"${Buffer.from('x').toString('base64')}","signatures":[]}`,
    { why: 'not-json' },
  ],
])('%s is said to be unreadable, with the reason', (_, text, reason) => {
  expect(readBytes(Buffer.from(text)).document.content).toMatchObject({ kind: 'unreadable', ...reason });
});

/** Documents of every format that is read, each with a value in each of the fields that it is read from. */
const shapes: readonly ((value: unknown) => unknown)[] = [
  (value) => ({ spdxVersion: 'SPDX-2.3', packages: [value, { externalRefs: value }], relationships: [value], creationInfo: value }),
  (value) => ({ bomFormat: 'CycloneDX', components: [value, { licenses: value, components: value }], metadata: { tools: value } }),
  (value) => ({ bomFormat: 'CycloneDX', vulnerabilities: [value, { analysis: value, affects: value }] }),
  (value) => ({ '@context': 'https://openvex.dev/ns', statements: [value, { products: [value], vulnerability: value }] }),
  (value) => ({
    version: '2.1.0',
    runs: [value, { tool: { driver: { rules: [value] } }, results: [value, { locations: [value], ruleIndex: value }] }],
  }),
  (value) => ({ artifacts: [value, { licenses: [value] }], descriptor: { name: 'syft' } }),
  (value) => statementOf(DIGEST, 'https://slsa.dev/provenance/v0.2', { materials: [value], invocation: value, metadata: value }),
  (value) =>
    statementOf(DIGEST, 'https://slsa.dev/provenance/v1', {
      buildDefinition: { externalParameters: value, resolvedDependencies: [value] },
    }),
  (value) => ({ _type: 'https://in-toto.io/Statement/v1', subject: [value, { digest: value }], predicateType: value, predicate: value }),
  (value) => ({ payload: 'e30=', payloadType: 'x', signatures: [value, { sig: value }] }),
  (value) => ({ mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json', verificationMaterial: value, dsseEnvelope: value }),
];

test('whatever stands in their fields, documents are read or said to be unreadable', () => {
  fc.assert(
    fc.property(fc.constantFrom(...shapes), fc.jsonValue(), (shape, value) => {
      expect(linkedDocumentSchema.safeParse(read(shape(value)).document).success).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test.each(['application/vnd.dev.cosign.simplesigning.v1+json', 'application/jose+json'])('whatever stands in a %s', (mediaType) => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const encoded = Buffer.from(JSON.stringify(value)).toString('base64url');
      const text = JSON.stringify({ critical: value, optional: value, payload: encoded, protected: encoded, header: { x5c: [value] } });
      expect(linkedDocumentSchema.safeParse(readBytes(Buffer.from(text), mediaType).document).success).toBe(true);
    }),
  );
});

test('text is fit to be shown: no terminal escapes, no bidirectional overrides, no end', () => {
  const { packages } = read({ spdxVersion: 'SPDX-2.3', packages: [{ name: '\u001b[31mred\u202e', versionInfo: 'v'.repeat(5_000) }] });
  expect(packages).toEqual([{ name: 'red', version: `${'v'.repeat(2_000)}…` }]);
});
