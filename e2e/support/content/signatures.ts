import { constants, createHash, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { Certified } from './signing-certificates.ts';

/** A layer of a linked manifest, to be pushed. */
export type MadeLayer = { readonly mediaType: string; readonly annotations: Record<string, string>; readonly bytes: Buffer };

/** Who signs: with a bare key, or with a certificate and those that lead to its authority. */
export type Signer = { readonly key: KeyObject; readonly certificate?: Certified; readonly chain?: readonly Certified[] };

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** As cosign signs: Ed25519 of the bytes, all others of their SHA-256. */
const signatureOf = (key: KeyObject, data: Buffer): Buffer => sign(key.asymmetricKeyType === 'ed25519' ? undefined : 'sha256', data, key);

export const publicPem = (key: KeyObject): string => createPublicKey(key).export({ type: 'spki', format: 'pem' }) as string;

/** When the transparency log of a signature says that it was made. */
type Logged = { readonly loggedAt?: Date };

function cosignAnnotations({ certificate, chain = [] }: Signer, { loggedAt }: Logged): Record<string, string> {
  const log = loggedAt && {
    SignedEntryTimestamp: 'MEUCIQ',
    Payload: { body: 'e30', integratedTime: Math.floor(loggedAt.getTime() / 1000), logIndex: 91_234_567, logID: 'c0d23d6ad406973f' },
  };
  return {
    ...(certificate ? { 'dev.sigstore.cosign/certificate': certificate.pem } : {}),
    ...(chain.length > 0 ? { 'dev.sigstore.cosign/chain': chain.map(({ pem }) => pem).join('') } : {}),
    ...(log ? { 'dev.sigstore.cosign/bundle': JSON.stringify(log) } : {}),
  };
}

/** What `cosign sign` v2 writes into the layer of `sha256-<hex>.sig`. */
export function simpleSigning(digest: string, signer: Signer, { loggedAt }: Logged = {}): MadeLayer {
  const bytes = json({
    critical: {
      identity: { 'docker-reference': 'registry.example.com:5000/team/api' },
      image: { 'docker-manifest-digest': digest },
      type: 'cosign container image signature',
    },
    optional: { 'git-commit': '4f2c91e' },
  });
  return {
    mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json',
    annotations: {
      'dev.cosignproject.cosign/signature': signatureOf(signer.key, bytes).toString('base64'),
      ...cosignAnnotations(signer, loggedAt ? { loggedAt } : {}),
    },
    bytes,
  };
}

/** An in-toto statement about an image. */
export const statementOf = (digest: string, predicateType: string, predicate: unknown) => ({
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{ name: 'registry.example.com:5000/team/api', digest: { sha256: digest.slice(7) } }],
  predicateType,
  predicate,
});

const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

function envelopeOf(statement: unknown, key: KeyObject) {
  const payload = json(statement);
  const encoded = Buffer.concat([Buffer.from(`DSSEv1 ${PAYLOAD_TYPE.length} ${PAYLOAD_TYPE} ${payload.byteLength} `), payload]);
  const sig = signatureOf(key, encoded).toString('base64');
  return { payloadType: PAYLOAD_TYPE, payload: payload.toString('base64'), signatures: [{ keyid: '', sig }] };
}

/** What `cosign attest` v2 writes into a layer of `sha256-<hex>.att`. */
export const envelope = (statement: unknown, signer: Signer): MadeLayer => ({
  mediaType: 'application/vnd.dsse.envelope.v1+json',
  annotations: { 'dev.cosignproject.cosign/signature': '', ...cosignAnnotations(signer, {}) },
  bytes: json(envelopeOf(statement, signer.key)),
});

/** A bundle of sigstore: of a statement, or of the bytes of a manifest themselves. */
export function bundle(
  signed: { readonly statement: unknown } | { readonly artifact: Buffer },
  signer: Signer,
  version: '0.1' | '0.2' | '0.3' = '0.3',
): MadeLayer {
  const { certificate, chain = [] } = signer;
  const rawBytes = ({ der }: Certified) => ({ rawBytes: der.toString('base64') });
  const hint = createHash('sha256').update(publicPem(signer.key)).digest('base64');
  const certified =
    version === '0.3'
      ? certificate && { certificate: rawBytes(certificate) }
      : certificate && { x509CertificateChain: { certificates: [certificate, ...chain].map(rawBytes) } };
  const content =
    'statement' in signed
      ? { dsseEnvelope: envelopeOf(signed.statement, signer.key) }
      : {
          messageSignature: {
            messageDigest: { algorithm: 'SHA2_256', digest: createHash('sha256').update(signed.artifact).digest('base64') },
            signature: signatureOf(signer.key, signed.artifact).toString('base64'),
          },
        };
  const mediaType =
    version === '0.3' ? 'application/vnd.dev.sigstore.bundle.v0.3+json' : `application/vnd.dev.sigstore.bundle+json;version=${version}`;
  return {
    mediaType,
    annotations: {},
    bytes: json({ mediaType, verificationMaterial: { ...(certified ?? { publicKey: { hint } }), tlogEntries: [] }, ...content }),
  };
}

/** What `notation sign` writes as JWS; `alg` follows the key. */
export function notation(
  digest: string,
  { key, certificate, chain = [] }: Signer,
  { expires }: { readonly expires?: Date } = {},
): MadeLayer {
  const encoded = (value: unknown): string => json(value).toString('base64url');
  const isElliptic = key.asymmetricKeyType === 'ec';
  const head = encoded({
    alg: isElliptic ? 'ES256' : 'PS256',
    cty: 'application/vnd.cncf.notary.payload.v1+json',
    crit: ['io.cncf.notary.signingScheme'],
    'io.cncf.notary.signingScheme': 'notary.x509',
    'io.cncf.notary.signingTime': new Date().toISOString(),
    ...(expires ? { 'io.cncf.notary.expiry': expires.toISOString() } : {}),
  });
  const payload = encoded({ targetArtifact: { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest, size: 1024 } });
  const options = isElliptic
    ? { key, dsaEncoding: 'ieee-p1363' as const }
    : { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  const signature = sign('sha256', Buffer.from(`${head}.${payload}`), options).toString('base64url');
  const x5c = [...(certificate ? [certificate] : []), ...chain].map(({ der }) => der.toString('base64'));
  const bytes = json({ payload, protected: head, header: { x5c, 'io.cncf.notary.signingAgent': 'notation-go/1.3.0' }, signature });
  return { mediaType: 'application/jose+json', annotations: {}, bytes };
}
