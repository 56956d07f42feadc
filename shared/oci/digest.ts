/** `sha256:<64 hex>` or `sha512:<128 hex>`; nothing else ever becomes part of a URL or a path (containers/image CVE-2024-3727). */
export const DIGEST_PATTERN = /^(?:sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$/;

/** What a descriptor may name: also a digest by BLAKE3, which is registered (image-spec descriptor.md), and which nothing here can compute. */
export const NAMED_DIGEST_PATTERN = /^(?:sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128}|blake3:[a-f0-9]{64})$/;

/** Whether content of this digest cannot be held against it: it is shown, and neither read nor written. */
export const isUnverifiable = (digest: string): boolean => digest.startsWith('blake3:');

/** Whether `text` is a digest this application is willing to ask for. */
export function isDigest(text: string): boolean {
  return DIGEST_PATTERN.test(text);
}

/** The first seven hex characters, as people read a digest aloud. */
export function shortDigest(digest: string): string {
  const hex = digest.slice(digest.indexOf(':') + 1);
  return hex.slice(0, 7);
}

/** What a tag made from a digest is about: the referrers fallback, or one of cosign's. */
export function subjectOf(tag: string): string | undefined {
  const [, algorithm, hex] = /^(sha256|sha512)-([a-f0-9]{64,128})(?:\.[a-z]+)?$/.exec(tag) ?? [];
  return algorithm && `${algorithm}:${hex}`;
}

/** The tag under which a registry without the referrers API keeps what refers to `digest` (distribution-spec, "Referrers Tag Schema"). */
export function referrersTag(digest: string): string {
  const [algorithm = '', hex = ''] = digest.split(':');
  return `${algorithm}-${hex.slice(0, 64)}`;
}
