import { useQuery } from '@tanstack/react-query';
import type { Verification } from '../../../../shared/linked/document.ts';
import { type DocumentAddress, verifyQuery } from './queries.ts';
import { useSigningKey } from './signing-keys.ts';

/** A document, and the digest of what it has to be about. */
export type Verifiable = { readonly address: DocumentAddress; readonly subject: string };

const nothing: Verifiable = { address: { connectionId: '', repository: '', digest: '', layer: 0 }, subject: '' };

/**
 * By what a signature was verified, where that was done with the key that is trusted now: it asks for nothing itself. Undefined of all others, also
 * after the key was changed or forgotten.
 */
export function useVerified(document: Verifiable | undefined): Extract<Verification, { kind: 'verified' }> | undefined {
  const { address, subject } = document ?? nothing;
  const pem = useSigningKey(address.connectionId);
  const { data } = useQuery({ ...verifyQuery(address, subject, pem ?? ''), enabled: false });
  return document && pem !== undefined && data?.kind === 'verified' ? data : undefined;
}
