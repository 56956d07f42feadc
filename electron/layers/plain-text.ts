import { isUtf8 } from 'node:buffer';

/** Bytes as text: what is UTF-8 and has no zero byte. Undefined of anything else. Pure. */
export const plainText = (bytes: Buffer): string | undefined => (isUtf8(bytes) && !bytes.includes(0) ? bytes.toString('utf8') : undefined);
