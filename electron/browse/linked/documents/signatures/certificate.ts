import { X509Certificate } from 'node:crypto';
import { X509Certificate as ParsedCertificate } from '@sigstore/core';
import type { SignerCertificate } from '../../../../../shared/linked/document.ts';
import { optional, textOf } from '../json-values.ts';
import type { Annotations } from './signed.ts';

// Where Fulcio writes who told it of the identity (sigstore/fulcio docs/oid-info.md): as text of ASN.1, and as bare text before.
const ISSUER = '1.3.6.1.4.1.57264.1.8';
const ISSUER_BEFORE = '1.3.6.1.4.1.57264.1.1';

/** Certificates that a signature brings along beyond these are not read. */
const MOST_CERTIFICATES = 10;

const PEM_BLOCK = '-----BEGIN CERTIFICATE-----';

/** The certificates of a PEM text, in its order. Those that cannot be read are left out. */
export function certificatesOf(pem: string): X509Certificate[] {
  return pem
    .split(PEM_BLOCK)
    .slice(1, MOST_CERTIFICATES + 1)
    .flatMap((block) => parsed(PEM_BLOCK + block));
}

/** The certificates that cosign v2 keeps in annotations: the signer's first. Without that, those above it are of nobody. */
export function cosignCertificates(annotations: Annotations): X509Certificate[] {
  const own = annotations.get('dev.sigstore.cosign/certificate');
  return own === undefined ? [] : certificatesOf(`${own}\n${annotations.get('dev.sigstore.cosign/chain') ?? ''}`);
}

/** Certificates in DER, in their order. */
export const certificatesOfDer = (ders: readonly Uint8Array[]): X509Certificate[] =>
  ders.slice(0, MOST_CERTIFICATES).flatMap((der) => parsed(Buffer.from(der)));

function parsed(certificate: string | Buffer): X509Certificate[] {
  try {
    return [new X509Certificate(certificate)];
  } catch {
    return [];
  }
}

/** The extensions that Node does not tell; undefined where the certificate has something that cannot be read. */
export function extensionsOf(certificate: X509Certificate): ParsedCertificate | undefined {
  try {
    return ParsedCertificate.parse(Buffer.from(certificate.raw));
  } catch {
    return undefined;
  }
}

function issuerOf(extensions: ParsedCertificate | undefined): string | undefined {
  try {
    const text = extensions?.extension(ISSUER)?.valueObj.subs[0]?.value ?? extensions?.extension(ISSUER_BEFORE)?.value;
    return textOf(text?.toString('utf8'));
  } catch {
    return undefined;
  }
}

function identityOf(extensions: ParsedCertificate | undefined): string | undefined {
  try {
    return textOf(extensions?.subjectAltName);
  } catch {
    return undefined;
  }
}

/** `CN=a, O=b`: Node writes a name on several lines. */
const nameOf = (name: string): string => textOf(name.replaceAll('\n', ', ')) ?? '';

/** A certificate as a person reads it. */
export function signerOf(certificate: X509Certificate): SignerCertificate {
  const extensions = extensionsOf(certificate);
  return {
    ...optional('identity', identityOf(extensions)),
    ...optional('issuer', issuerOf(extensions)),
    subject: nameOf(certificate.subject),
    issuedBy: nameOf(certificate.issuer),
    validFrom: certificate.validFromDate.toISOString(),
    validTo: certificate.validToDate.toISOString(),
    fingerprint: certificate.fingerprint256,
  };
}
