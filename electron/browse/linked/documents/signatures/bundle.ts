import type { KeyObject } from 'node:crypto';
import { type Bundle, bundleFromJSON } from '@sigstore/bundle';
import { dsse, RFC3161Timestamp } from '@sigstore/core';
import { type TrustMaterial, toSignedEntity, Verifier } from '@sigstore/verify';
import { parseJson } from '../../../../../shared/json.ts';
import type { SignatureFacts } from '../../../../../shared/linked/document.ts';
import { subjectsOf } from '../digest-set.ts';
import { fieldsOf, optional, textOf } from '../json-values.ts';
import { certificatesOfDer } from './certificate.ts';
import { isMadeBy } from './envelope.ts';
import { logTime } from './log-entry.ts';
import type { Signed } from './signed.ts';

const BUNDLE = 'application/vnd.dev.sigstore.bundle';

/** Whether a document is a bundle of sigstore, by its own word. */
export const isBundle = (document: unknown): boolean => String(fieldsOf(document)['mediaType']).startsWith(BUNDLE);

/** Nobody is trusted but the key that a person gave: no log, no timestamp authority, no certificate authority is known offline. */
const trustIn = (publicKey: KeyObject): TrustMaterial => ({
  certificateAuthorities: [],
  timestampAuthorities: [],
  tlogs: [],
  ctlogs: [],
  publicKey: () => ({ publicKey, validFor: () => true }),
});

/** What the package does not try: the digest as long as the curve, which newer tools sign statements with. */
function isEnvelopeBy({ content }: Bundle, key: KeyObject): boolean {
  if (content.$case !== 'dsseEnvelope') return false;
  const { payloadType, payload, signatures } = content.dsseEnvelope;
  const signed = dsse.preAuthEncoding(payloadType, Buffer.from(payload));
  return signatures.some(({ sig }) => isMadeBy(key, signed, Buffer.from(sig)));
}

function isSignedBy(bundle: Bundle, key: KeyObject, artifact: Buffer | undefined): boolean {
  // What the logs and the timestamp authorities say needs their keys: it is neither checked nor shown as checked.
  const { content } = bundle.verificationMaterial;
  const verificationMaterial = { content, tlogEntries: [], timestampVerificationData: undefined };
  try {
    const entity = toSignedEntity({ ...bundle, verificationMaterial }, artifact);
    const verifier = new Verifier(trustIn(key), { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 });
    // The key decides, also where the bundle has a certificate: whether that leads to an authority is decided in `verify.ts`.
    verifier.verify({ ...entity, key: { $case: 'public-key', hint: '' } });
    return true;
  } catch {
    return isEnvelopeBy(bundle, key);
  }
}

function whenOf({ verificationMaterial }: Bundle): Pick<SignatureFacts, 'signed' | 'logIndex'> {
  const { tlogEntries, timestampVerificationData } = verificationMaterial;
  const told = logTime(tlogEntries[0]?.integratedTime, tlogEntries[0]?.logIndex);
  const stamp = timestampVerificationData?.rfc3161Timestamps[0]?.signedTimestamp;
  if (told.signed || !stamp) return told;
  try {
    return { ...told, signed: { at: RFC3161Timestamp.parse(Buffer.from(stamp)).signingTime.toISOString(), by: 'timestamp' } };
  } catch {
    return told;
  }
}

function chainOf({ verificationMaterial: { content } }: Bundle): readonly Uint8Array[] {
  switch (content.$case) {
    case 'certificate':
      return [content.certificate.rawBytes];
    case 'x509CertificateChain':
      return content.x509CertificateChain.certificates.map(({ rawBytes }) => rawBytes);
    case 'publicKey':
      return [];
  }
}

/** The digest of a manifest that is signed directly. */
const directlyAbout = (digest: Uint8Array): string => `sha${digest.byteLength * 8}:${Buffer.from(digest).toString('hex')}`;

/** A bundle of sigstore, v0.1 to v0.3 (sigstore/protobuf-specs). @throws ValidationError of the package, Failure INVALID_RESPONSE. */
export function readBundle(document: unknown): Signed {
  const bundle = bundleFromJSON(document);
  const { content, verificationMaterial } = bundle;
  const hint = verificationMaterial.content.$case === 'publicKey' ? verificationMaterial.content.publicKey.hint : undefined;
  const base = {
    facts: { format: 'bundle' as const, ...optional('keyHint', textOf(hint)), ...whenOf(bundle), notes: [] },
    chain: certificatesOfDer(chainOf(bundle)),
    isSignedBy: (key: KeyObject, artifact: Buffer | undefined) => isSignedBy(bundle, key, artifact),
  };
  if (content.$case === 'messageSignature')
    return { ...base, about: [{ digest: directlyAbout(content.messageSignature.messageDigest.digest) }], needsArtifact: true };
  const statement = parseJson(Buffer.from(content.dsseEnvelope.payload).toString('utf8'), 'document');
  return { ...base, about: subjectsOf(fieldsOf(statement)['subject']), statement };
}
