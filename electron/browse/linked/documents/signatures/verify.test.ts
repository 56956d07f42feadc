import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import {
  bundle,
  envelope,
  type MadeLayer,
  notation,
  publicPem,
  type Signer,
  simpleSigning,
  statementOf,
} from '../../../../../e2e/support/content/signatures.ts';
import { makeSigningCertificates, type SigningCertificates } from '../../../../../e2e/support/content/signing-certificates.ts';
import { processorTime } from '../../../../../e2e/support/patience.ts';
import type { Verification } from '../../../../../shared/linked/document.ts';
import { readLayer } from '../read-layer.ts';
import type { Signed } from './signed.ts';
import { verifySignature } from './verify.ts';

const manifest = Buffer.from('{"schemaVersion":2,"config":{},"layers":[]}');
const DIGEST = `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
const OTHER = `sha256:${'0'.repeat(64)}`;

const keys: Readonly<Record<string, KeyObject>> = {
  'ECDSA P-256': generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  'ECDSA P-384': generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
  Ed25519: generateKeyPairSync('ed25519').privateKey,
  'RSA 2048': generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
};
const stranger = publicPem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);

let certificates: SigningCertificates;
beforeAll(async () => {
  certificates = await makeSigningCertificates();
});

function signedOf({ mediaType, annotations, bytes }: MadeLayer): Signed {
  const read = readLayer({ digest: '', mediaType, annotations: new Map(Object.entries(annotations)), bytes });
  if (read.kind !== 'signed') throw new Error('not signed');
  return read.signed;
}

const verified = (layer: MadeLayer, pem: string, subject = DIGEST): Verification =>
  verifySignature(signedOf(layer), pem, { subject, artifact: manifest });

const provenance = (digest: string) => statementOf(digest, 'https://slsa.dev/provenance/v1', {});

type Make = (digest: string, signer: Signer) => MadeLayer;
const formats: readonly (readonly [string, Make])[] = [
  ['cosign v2', (digest, signer) => simpleSigning(digest, signer)],
  ['cosign v2 attestation', (digest, signer) => envelope(provenance(digest), signer)],
  ['bundle 0.3 of a statement', (digest, signer) => bundle({ statement: provenance(digest) }, signer)],
  ['bundle 0.3 of the manifest', (_, signer) => bundle({ artifact: manifest }, signer)],
];
const byKey = formats.flatMap(([format, make]) => Object.entries(keys).map(([name, key]) => [format, name, make, key] as const));

// Ed25519 signs a manifest itself, not its digest, which the bundle's own check does not know.
test.each(byKey.filter(([format, name]) => !(format.endsWith('manifest') && name === 'Ed25519')))(
  '%s by a key (%s) is verified by that key and refused by another',
  (_format, _name, make, key) => {
    const layer = make(DIGEST, { key });
    expect(verified(layer, publicPem(key))).toMatchObject({
      kind: 'verified',
      by: 'key',
      fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
    });
    expect(verified(layer, `${stranger}${publicPem(key)}`)).toMatchObject({ kind: 'verified', by: 'key' });
    expect(verified(layer, stranger)).toEqual({ kind: 'refused', why: 'other-key' });
  },
);

test.each(byKey.filter(([format]) => !format.endsWith('manifest')))(
  '%s by a key (%s) that names another image is refused, though the key is right',
  (_format, _name, make, key) => {
    expect(verified(make(OTHER, { key }), publicPem(key))).toEqual({ kind: 'refused', why: 'other-image', detail: OTHER });
  },
);

const certified: readonly (readonly [string, Make])[] = [
  ...formats,
  ['bundle 0.1', (digest, signer) => bundle({ statement: provenance(digest) }, signer, '0.1')],
  ['bundle 0.2', (digest, signer) => bundle({ statement: provenance(digest) }, signer, '0.2')],
  ['notation', (digest, signer) => notation(digest, signer)],
];

test.each(certified)(
  '%s with a certificate is verified by its authority, its own certificate or its key, and by no other',
  (format, make) => {
    const { root, intermediate, signer, otherRoot } = certificates;
    const layer = make(DIGEST, { key: signer.key, certificate: signer, chain: [intermediate, root] });
    // A bundle of 0.3 has the signer's certificate alone.
    const authority = format.includes('0.3') ? intermediate.pem : root.pem;
    expect(verified(layer, authority)).toMatchObject({
      kind: 'verified',
      by: 'authority',
      subject: expect.stringContaining('O=example.com'),
    });
    expect(verified(layer, `${root.pem}${intermediate.pem}`)).toMatchObject({ kind: 'verified', by: 'authority' });
    expect(verified(layer, signer.pem)).toMatchObject({ kind: 'verified', by: 'certificate' });
    expect(verified(layer, publicPem(signer.key))).toMatchObject({ kind: 'verified', by: 'key' });
    expect(verified(layer, otherRoot.pem)).toMatchObject({ kind: 'refused', why: 'not-issued' });
    expect(verified(layer, stranger)).toEqual({ kind: 'refused', why: 'other-key' });
  },
);

test('a certificate that the signature brings along is not trusted for that', () => {
  const { root, intermediate, signer, otherRoot } = certificates;
  const layer = simpleSigning(DIGEST, { key: signer.key, certificate: signer, chain: [intermediate, root] });
  expect(verified(layer, otherRoot.pem)).toMatchObject({ kind: 'refused', why: 'not-issued' });
});

test('certificates that all issued each other are followed once each', () => {
  const { root, intermediate, signer, otherRoot } = certificates;
  const layer = simpleSigning(DIGEST, { key: signer.key, certificate: signer, chain: [intermediate, ...Array(8).fill(root)] });
  expect(verified(layer, root.pem)).toMatchObject({ kind: 'verified', by: 'authority' });
  expect(processorTime(() => expect(verified(layer, otherRoot.pem)).toMatchObject({ why: 'not-issued' }))).toBeLessThan(500);
});

test('a certificate for servers signs no code', () => {
  const { root, intermediate, server } = certificates;
  const layer = simpleSigning(DIGEST, { key: server.key, certificate: server, chain: [intermediate] });
  expect(verified(layer, root.pem)).toEqual({ kind: 'refused', why: 'not-for-signing' });
});

test('who has a certificate for signing issues none to others', () => {
  const { root, intermediate, signer, byNoAuthority } = certificates;
  const layer = simpleSigning(DIGEST, { key: byNoAuthority.key, certificate: byNoAuthority, chain: [signer, intermediate] });
  expect(verified(layer, root.pem)).toMatchObject({ kind: 'refused', why: 'not-issued' });
});

test('a signature that its own certificate did not make is damaged', () => {
  const { root, intermediate, signer } = certificates;
  const layer = simpleSigning(DIGEST, { key: keys['ECDSA P-256'] as KeyObject, certificate: signer, chain: [intermediate] });
  expect(verified(layer, root.pem)).toEqual({ kind: 'refused', why: 'damaged' });
});

test('a certificate counts at the time that the signature names', () => {
  const { root, intermediate, signer } = certificates;
  const chain = { key: signer.key, certificate: signer, chain: [intermediate] };
  const before = new Date('2020-01-02T03:04:05Z');
  expect(verified(simpleSigning(DIGEST, chain, { loggedAt: before }), root.pem)).toEqual({
    kind: 'refused',
    why: 'not-valid-then',
    detail: '2020-01-02T03:04:05.000Z',
  });
  expect(verified(simpleSigning(DIGEST, chain, { loggedAt: new Date(Date.now() + 60_000) }), root.pem)).toMatchObject({ kind: 'verified' });
});

test('a signature of Notation that has expired is refused', () => {
  const { root, intermediate, signer } = certificates;
  const expires = new Date(Date.now() - 1_000);
  const layer = notation(DIGEST, { key: signer.key, certificate: signer, chain: [intermediate] }, { expires });
  expect(verified(layer, root.pem)).toEqual({ kind: 'refused', why: 'expired', detail: expires.toISOString() });
});

test('Notation with RSA is verified by its key', () => {
  const key = keys['RSA 2048'] as KeyObject;
  expect(verified(notation(DIGEST, { key }), publicPem(key))).toMatchObject({ kind: 'verified' });
  expect(verified(notation(DIGEST, { key }), stranger)).toEqual({ kind: 'refused', why: 'other-key' });
});

test.each([
  ['P-384', 'sha384'],
  ['P-521', 'sha512'],
])('a key on %s may sign with %s, too', (namedCurve, digest) => {
  const { privateKey: key } = generateKeyPairSync('ec', { namedCurve });
  const { bytes, mediaType, annotations } = simpleSigning(DIGEST, { key });
  const signature = sign(digest, bytes, key).toString('base64');
  const simple = { mediaType, bytes, annotations: { ...annotations, 'dev.cosignproject.cosign/signature': signature } };
  expect(verified(simple, publicPem(key))).toMatchObject({ kind: 'verified', by: 'key' });
  expect(verified(simple, stranger)).toEqual({ kind: 'refused', why: 'other-key' });

  const layer = bundle({ statement: provenance(DIGEST) }, { key });
  const document = JSON.parse(layer.bytes.toString()) as {
    dsseEnvelope: { payload: string; payloadType: string; signatures: { sig: string }[] };
  };
  const payload = Buffer.from(document.dsseEnvelope.payload, 'base64');
  const { payloadType } = document.dsseEnvelope;
  const encoded = Buffer.concat([Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.byteLength} `), payload]);
  document.dsseEnvelope.signatures = [{ sig: sign(digest, encoded, key).toString('base64') }];
  const signed = { ...layer, bytes: Buffer.from(JSON.stringify(document)) };
  expect(verified(signed, publicPem(key))).toMatchObject({ kind: 'verified', by: 'key' });
  expect(verified(signed, stranger)).toEqual({ kind: 'refused', why: 'other-key' });
});

test('that an Ed25519 key does not fit a signature of the manifest itself says nothing', () => {
  const key = keys['Ed25519'] as KeyObject;
  const layer = bundle({ artifact: manifest }, { key: keys['ECDSA P-256'] as KeyObject });
  expect(verified(layer, publicPem(key))).toEqual({ kind: 'refused', why: 'not-supported' });
});

test('certificates above a signer who is not named are of nobody', () => {
  const { root, intermediate } = certificates;
  const layer = simpleSigning(DIGEST, { key: intermediate.key, chain: [intermediate, root] });
  expect(verified(layer, root.pem)).toEqual({ kind: 'refused', why: 'no-certificate' });
});

test('any byte that is changed makes a signature refused', () => {
  const key = keys['ECDSA P-256'] as KeyObject;
  const layer = simpleSigning(DIGEST, { key });
  const bytes = Buffer.from(layer.bytes.toString().replace('git-commit', 'git-commis'));
  expect(verified({ ...layer, bytes }, publicPem(key))).toEqual({ kind: 'refused', why: 'other-key' });
});

test.each([
  ['nothing', ''],
  ['a private key', (keys['Ed25519'] as KeyObject).export({ type: 'pkcs8', format: 'pem' }) as string],
  ['a broken block', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n'],
  ['a broken certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'],
])('%s verifies nothing', (_, pem) => {
  expect(verified(simpleSigning(DIGEST, { key: keys['Ed25519'] as KeyObject }), pem)).toEqual({ kind: 'refused', why: 'not-a-key' });
});

test('a certificate verifies a signature of its bare key, and no other bare key', () => {
  const { signer } = certificates;
  expect(verified(simpleSigning(DIGEST, { key: signer.key }), signer.pem)).toMatchObject({ kind: 'verified', by: 'certificate' });
  expect(verified(simpleSigning(DIGEST, { key: keys['Ed25519'] as KeyObject }), signer.pem)).toEqual({
    kind: 'refused',
    why: 'no-certificate',
  });
});

test('a signature in COSE is said to be unsupported', () => {
  const cose = { mediaType: 'application/cose', annotations: {}, bytes: Buffer.from([0xd2]) };
  expect(verified(cose, stranger)).toEqual({ kind: 'refused', why: 'not-supported' });
});
