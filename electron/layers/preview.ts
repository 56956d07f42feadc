import { MAX_PREVIEW, type FileContent as Preview } from '../../shared/contract/files.ts';
import type { FileContent } from './image-files.ts';
import { textOf } from './plain-text.ts';

type Picture = Extract<Preview, { kind: 'picture' }>['mediaType'];

const PICTURES: readonly (readonly [type: Picture, at: number, magic: string])[] = [
  ['image/png', 0, '\x89PNG\r\n\x1a\n'],
  ['image/jpeg', 0, '\xff\xd8\xff'],
  ['image/gif', 0, 'GIF87a'],
  ['image/gif', 0, 'GIF89a'],
  ['image/webp', 8, 'WEBP'],
];

/** The kind of a picture, by its first bytes. */
function pictureOf(bytes: Buffer): Picture | undefined {
  const found = PICTURES.find(([, at, magic]) => bytes.toString('latin1', at, at + magic.length) === magic);
  return found?.[0] === 'image/webp' && bytes.toString('latin1', 0, 4) !== 'RIFF' ? undefined : found?.[0];
}

/** How bytes are shown. Pure. */
function shownAs(bytes: Buffer): Preview {
  const size = bytes.length;
  const mediaType = pictureOf(bytes);
  if (mediaType) return { kind: 'picture', size, mediaType, data: bytes.toString('base64') };
  const text = textOf(bytes);
  return text ? { kind: 'text', size, ...text } : { kind: 'binary', size };
}

/** All bytes of a file that is known to be small; undefined of a sparse one. @throws Failure of the registry, DIGEST_MISMATCH. */
export async function wholeOf({ read }: FileContent, signal: AbortSignal): Promise<Buffer | undefined> {
  const content = read(signal);
  if (!content) return undefined;
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The content of a file, where it is small enough to be shown. @throws Failure of the registry, DIGEST_MISMATCH. */
export async function previewOf(file: FileContent, signal: AbortSignal): Promise<Preview> {
  const { size } = file;
  if (size > MAX_PREVIEW) return { kind: 'too-large', size, most: MAX_PREVIEW };
  const bytes = await wholeOf(file, signal);
  return bytes ? shownAs(bytes) : { kind: 'binary', size };
}
