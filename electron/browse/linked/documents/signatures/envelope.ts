import { type KeyObject, verify } from 'node:crypto';
import { dsse } from '@sigstore/core';
import { parseJson } from '../../../../../shared/json.ts';
import { subjectsOf } from '../digest-set.ts';
import { fieldsOf, listOf, optional, textOf } from '../json-values.ts';
import { cosignCertificates } from './certificate.ts';
import { signedWhen } from './log-entry.ts';
import type { Annotations, Signed } from './signed.ts';

/** Whether a document is a DSSE envelope (https://github.com/secure-systems-lab/dsse/blob/master/envelope.md). */
export function isEnvelope(document: unknown): boolean {
  const { payload, payloadType, signatures } = fieldsOf(document);
  return typeof payload === 'string' && typeof payloadType === 'string' && Array.isArray(signatures);
}

/** Most signatures of one envelope that are tried. */
const MOST_SIGNATURES = 20;

/** The digests that a key signs with: Ed25519 has its own; cosign uses SHA-256 for all others, newer tools the one as long as the curve. */
function digestsOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): readonly (string | undefined)[] {
  if (asymmetricKeyType === 'ed25519') return [undefined];
  const { namedCurve } = asymmetricKeyDetails ?? {};
  return ['sha256', ...(namedCurve === 'secp384r1' ? ['sha384'] : []), ...(namedCurve === 'secp521r1' ? ['sha512'] : [])];
}

/** Whether a key made a signature of these bytes. */
export function isMadeBy(key: KeyObject, data: Buffer, signature: Buffer): boolean {
  try {
    return digestsOf(key).some((digest) => verify(digest, data, key, signature));
  } catch {
    // A key of a kind that signs nothing.
    return false;
  }
}

/** A DSSE envelope as `cosign attest` v2 writes it: certificate and log entry are annotations of its layer. @throws Failure INVALID_RESPONSE. */
export function readEnvelope(document: unknown, annotations: Annotations): Signed {
  const { payload, payloadType, signatures } = fieldsOf(document);
  const bytes = Buffer.from(String(payload), 'base64');
  const statement = parseJson(bytes.toString('utf8'), 'document');
  const all = listOf(signatures).slice(0, MOST_SIGNATURES).map(fieldsOf);
  const signed = dsse.preAuthEncoding(String(payloadType), bytes);
  return {
    facts: { format: 'dsse', ...optional('keyHint', textOf(all[0]?.['keyid'])), ...signedWhen(annotations), notes: [] },
    chain: cosignCertificates(annotations),
    about: subjectsOf(fieldsOf(statement)['subject']),
    statement,
    isSignedBy: (key) => all.some(({ sig }) => typeof sig === 'string' && isMadeBy(key, signed, Buffer.from(sig, 'base64'))),
  };
}
