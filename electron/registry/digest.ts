import { createHash } from 'node:crypto';
import { Failure } from '../../shared/errors.ts';

/** The sha256 digest of these bytes. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Holds bytes against the digest that was asked for. @throws Failure DIGEST_MISMATCH. */
export function verifyDigest(bytes: Uint8Array, expected: string): void {
  const algorithm = expected.slice(0, expected.indexOf(':'));
  const actual = `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
  if (actual !== expected) throw new Failure('DIGEST_MISMATCH', { expected, actual });
}
