import type { Credential } from './connection.ts';

/** A credential as it stands in a header. */
const HEADER = /\b(Basic|Bearer)\s+[A-Za-z0-9+/=._~-]{6,}/gi;

/** An answer without what it may repeat of the sign-in: whole headers, and the secret itself. */
export function hideSecrets(body: Buffer, credential: Credential | undefined): Buffer {
  const secret = credential?.kind === 'password' ? credential.password : credential?.token;
  let text = body.toString('utf8').replace(HEADER, '$1 …');
  for (const form of secret ? [secret, encodeURIComponent(secret)] : []) text = text.replaceAll(form, '…');
  return Buffer.from(text, 'utf8');
}
