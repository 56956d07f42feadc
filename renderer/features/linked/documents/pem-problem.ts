import { MOST_PEM } from '../../../../shared/linked/pem.ts';

/** Why a text is not sent to be verified with; undefined where it may hold a public key or a certificate. Pure. */
export function pemProblem(text: string): 'pemPrivate' | 'pemTooLarge' | undefined {
  if (text.includes('PRIVATE KEY-----')) return 'pemPrivate';
  return text.length > MOST_PEM ? 'pemTooLarge' : undefined;
}
