import { X509Certificate } from 'node:crypto';

/** Characters of the longest certificate that is read. */
const MOST = 64 * 1024;
const KINDS = ['email:', 'URI:'];

/** Whom a certificate names: a mail address, or the address of what ran. It says so of itself: its chain is not checked. Pure. */
export function identityIn(pem: string): string | undefined {
  if (pem.length > MOST) return undefined;
  try {
    const names = new X509Certificate(pem).subjectAltName?.split(', ') ?? [];
    for (const kind of KINDS) {
      const name = names.find((one) => one.startsWith(kind));
      if (name !== undefined) return name.slice(kind.length);
    }
  } catch {
    // It is no certificate.
  }
  return undefined;
}
