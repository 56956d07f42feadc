/** Bytes. No key or certificate is larger; a larger file is something else. */
export const MOST_PEM = 256 * 1024;

/** Why a text is not sent to be verified with; undefined where it may hold a public key or a certificate. Pure. */
export function pemProblem(text: string): 'pemPrivate' | undefined {
  return text.includes('PRIVATE KEY-----') ? 'pemPrivate' : undefined;
}
