import { constants, type KeyObject, verify } from 'node:crypto';
import { parseJson } from '../../../../../shared/json.ts';
import { fieldsOf, flatTexts, listOf, optional, textOf, timeOf } from '../json-values.ts';
import { certificatesOfDer } from './certificate.ts';
import type { Signed } from './signed.ts';

export const NOTATION_JWS = 'application/jose+json';
export const NOTATION_COSE = 'application/cose';

const MOST_NOTES = 100;

const fromBase64Url = (text: unknown): Buffer => Buffer.from(typeof text === 'string' ? text : '', 'base64url');

/** The algorithms that Notation signs with (notaryproject/specifications signature-envelope-jws.md), by the digest of each. */
const DIGESTS: Readonly<Record<string, string>> = {
  PS256: 'sha256',
  PS384: 'sha384',
  PS512: 'sha512',
  ES256: 'sha256',
  ES384: 'sha384',
  ES512: 'sha512',
};

function isMadeBy(key: KeyObject, algorithm: string, data: Buffer, signature: Buffer): boolean {
  const digest = DIGESTS[algorithm];
  const isElliptic = algorithm.startsWith('ES');
  // The header is part of what is signed, and names the kind of key.
  if (digest === undefined || key.asymmetricKeyType !== (isElliptic ? 'ec' : 'rsa')) return false;
  try {
    if (isElliptic) return verify(digest, data, { key, dsaEncoding: 'ieee-p1363' }, signature);
    return verify(digest, data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }, signature);
  } catch {
    return false;
  }
}

/** A signature of Notation as JWS (notaryproject/specifications signature-envelope-jws.md). @throws Failure INVALID_RESPONSE. */
export function readNotation(bytes: Buffer): Signed {
  const { payload, protected: head, header, signature } = fieldsOf(parseJson(bytes.toString('utf8'), 'document'));
  const told = fieldsOf(parseJson(fromBase64Url(head).toString('utf8'), 'document'));
  const { targetArtifact } = fieldsOf(parseJson(fromBase64Url(payload).toString('utf8'), 'document'));
  const { digest, annotations } = fieldsOf(targetArtifact);
  const { x5c, 'io.cncf.notary.signingAgent': agent } = fieldsOf(header);
  const at = timeOf(told['io.cncf.notary.signingTime']) ?? timeOf(told['io.cncf.notary.authenticSigningTime']);
  const signed = Buffer.from(`${String(head)}.${String(payload)}`);
  const agentName = textOf(agent);
  return {
    facts: {
      format: 'notation',
      ...optional('signed', at === undefined ? undefined : { at, by: 'signer' as const }),
      ...optional('expires', timeOf(told['io.cncf.notary.expiry'])),
      notes: [
        ...flatTexts(annotations, MOST_NOTES),
        ...(agentName === undefined ? [] : [['io.cncf.notary.signingAgent', agentName] as [string, string]]),
      ],
    },
    chain: certificatesOfDer(listOf(x5c).map((one) => Buffer.from(String(one), 'base64'))),
    about: [optional('digest', textOf(digest))],
    isSignedBy: (key) => isMadeBy(key, String(told['alg']), signed, fromBase64Url(signature)),
  };
}

/** What is said of a signature of Notation in COSE, which is binary. */
export const unreadCose: Signed = { facts: { format: 'notation-cose', notes: [] }, chain: [], about: [], isSignedBy: undefined };
