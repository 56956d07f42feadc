import { hash } from 'node:crypto';
import { Failure } from '../../shared/errors.ts';

/** The sha256 digest of these bytes. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${hash('sha256', bytes)}`;
}

/** Holds bytes against the digest that was asked for. @throws Failure DIGEST_MISMATCH. */
export function verifyDigest(bytes: Uint8Array, expected: string): void {
  const algorithm = expected.slice(0, expected.indexOf(':'));
  const actual = `${algorithm}:${hash(algorithm, bytes)}`;
  if (actual !== expected) throw new Failure('DIGEST_MISMATCH', { expected, actual });
}
