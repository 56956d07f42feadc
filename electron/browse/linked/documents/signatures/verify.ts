import { createHash, createPublicKey, type KeyObject, type X509Certificate } from 'node:crypto';
import type { Refusal, Verification } from '../../../../../shared/linked/document.ts';
import { optional } from '../json-values.ts';
import { certificatesOf, extensionsOf } from './certificate.ts';
import type { Signed } from './signed.ts';

const MOST_KEYS = 20;

const CODE_SIGNING = '1.3.6.1.5.5.7.3.3';
const ANY_USE = '2.5.29.37.0';

/** What a person trusts. */
type Trusted = { readonly keys: readonly KeyObject[]; readonly certificates: readonly X509Certificate[] };

/** The public keys and certificates of a PEM text. A private key is no public one, though one could be made of it. */
function trustedOf(pem: string): Trusted {
  const blocks = pem.split('-----BEGIN ').slice(1, MOST_KEYS + 1);
  const keys = blocks
    .filter((block) => block.startsWith('PUBLIC KEY-----') || block.startsWith('RSA PUBLIC KEY-----'))
    .flatMap((block) => {
      try {
        return [createPublicKey(`-----BEGIN ${block}`)];
      } catch {
        return [];
      }
    });
  return { keys, certificates: certificatesOf(pem) };
}

/** SHA-256 of a public key, written as that of a certificate is. */
function fingerprintOf(key: KeyObject): string {
  const hex = createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .toUpperCase();
  return hex.match(/../g)?.join(':') ?? hex;
}

const refused = (why: Refusal, detail?: string): Verification => ({ kind: 'refused', why, ...optional('detail', detail) });

const isValid = (certificate: X509Certificate, at: Date): boolean => certificate.validFromDate <= at && at <= certificate.validToDate;

/** Whether `issuer` may issue certificates, with so many between it and the signer's, and did issue this one. */
function issued(certificate: X509Certificate, issuer: X509Certificate, between: number): boolean {
  const extensions = extensionsOf(issuer);
  if (!extensions?.isCA) return false;
  const most = extensions.extBasicConstraints?.pathLenConstraint;
  if (most !== undefined && most < between) return false;
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

/** The trusted authority that a certificate leads to over those that the signature brings along. `at`: when all of them have to be valid. */
function authorityOf(
  certificate: X509Certificate,
  { trusted, others, at }: { readonly trusted: readonly X509Certificate[]; readonly others: readonly X509Certificate[]; readonly at: Date },
): X509Certificate | undefined {
  let left = others;
  let level: readonly X509Certificate[] = [certificate];
  // Each certificate counts once, where it is nearest to the signer: certificates that all issued each other lead to the end many ways.
  for (let between = 0; level.length > 0; between++) {
    const issuers = (some: readonly X509Certificate[]) =>
      some.filter((issuer) => isValid(issuer, at) && level.some((one) => issued(one, issuer, between)));
    const [found] = issuers(trusted);
    if (found) return found;
    const next = issuers(left);
    left = left.filter((one) => !next.includes(one));
    level = next;
  }
  return undefined;
}

/** A certificate for servers says so; one that says nothing may sign. */
function maySign(certificate: X509Certificate): boolean {
  const uses: readonly string[] | undefined = certificate.keyUsage;
  return !uses || uses.length === 0 || uses.includes(CODE_SIGNING) || uses.includes(ANY_USE);
}

const sameAs = (one: X509Certificate) => (other: X509Certificate) => one.fingerprint256 === other.fingerprint256;

type Question = { readonly signed: Signed; readonly artifact: Buffer | undefined; readonly now: Date };

/** What the certificates that a person gave say of a signature with a certificate of its own. */
function byCertificate(trusted: readonly X509Certificate[], { signed, artifact, now }: Question): Verification {
  const [leaf, ...others] = signed.chain;
  if (!leaf) return refused('no-certificate');
  if (!signed.isSignedBy?.(leaf.publicKey, artifact)) return refused('damaged');
  // The time is what the signature says of itself. Certificates of Fulcio are valid for minutes: only then.
  const at = signed.facts.signed ? new Date(signed.facts.signed.at) : now;
  if (!isValid(leaf, at)) return refused('not-valid-then', at.toISOString());
  const own = trusted.find(sameAs(leaf));
  if (own) return { kind: 'verified', by: 'certificate', fingerprint: own.fingerprint256 };
  const authority = authorityOf(leaf, { trusted, others, at });
  if (!authority) return refused('not-issued', leaf.issuer.replaceAll('\n', ', '));
  if (!maySign(leaf)) return refused('not-for-signing');
  return { kind: 'verified', by: 'authority', fingerprint: authority.fingerprint256, subject: authority.subject.replaceAll('\n', ', ') };
}

/** Whether any key made the signature: one that was given, or that of a given certificate. */
function byKey({ keys, certificates }: Trusted, { signed, artifact }: Question): Verification | undefined {
  const key = keys.find((one) => signed.isSignedBy?.(one, artifact));
  if (key) return { kind: 'verified', by: 'key', fingerprint: fingerprintOf(key) };
  // Of a signature without a certificate, what a given one says about its key.
  const own = signed.chain.length === 0 ? certificates.find((one) => signed.isSignedBy?.(one.publicKey, artifact)) : undefined;
  return own && { kind: 'verified', by: 'certificate', fingerprint: own.fingerprint256 };
}

/**
 * Verifies a signature offline, against nothing but the public keys and certificates that a person gave as PEM. `subject` is the digest of the
 * manifest that it has to be about; `artifact` its bytes. What a log or a timestamp authority says is not checked. Pure but for the time.
 */
export function verifySignature(
  signed: Signed,
  pem: string,
  { subject, artifact, now = new Date() }: { readonly subject: string; readonly artifact?: Buffer | undefined; readonly now?: Date },
): Verification {
  const trusted = trustedOf(pem);
  if (trusted.keys.length + trusted.certificates.length === 0) return refused('not-a-key');
  if (!signed.isSignedBy) return refused('not-supported');
  if (signed.needsArtifact && !artifact) return refused('image-missing', subject);
  const question = { signed, artifact, now };
  // Ed25519 signs a manifest by way of a digest (Ed25519ph), which Node does not know: that no key fits says nothing.
  const isUnknown = signed.needsArtifact && trusted.keys.some(({ asymmetricKeyType }) => asymmetricKeyType === 'ed25519');
  const noKey = refused(isUnknown ? 'not-supported' : 'other-key');
  const found = byKey(trusted, question) ?? (trusted.certificates.length > 0 ? byCertificate(trusted.certificates, question) : noKey);
  if (found.kind === 'refused') return found;
  const { expires } = signed.facts;
  if (expires !== undefined && new Date(expires) < now) return refused('expired', expires);
  // The signature is good; what it signs is another image, put beside this one.
  if (!signed.about.some(({ digest }) => digest === subject)) return refused('other-image', signed.about[0]?.digest);
  return found;
}
