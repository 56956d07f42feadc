import type { SavedContent } from '../../../../shared/contract/transfer.ts';

/** Bytes of a name: file systems have room for 255, and what is written is called a little longer until it is complete. */
const MOST_BYTES = 200;

// What would not be seen, and what one of the systems takes for more than a part of a name.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029/\\:*?"<>|]/gu;
/** Names of devices on Windows, with any ending. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

function cut(name: string, most: number): string {
  let kept = '';
  let bytes = 0;
  for (const character of name) {
    bytes += Buffer.byteLength(character);
    if (bytes > most) break;
    kept += character;
  }
  return kept;
}

/** The last part of a name from an image, as the name of a file here: it never leads into a folder, and hides nothing. Pure. */
function safeName(name: string, ending = ''): string {
  const last = name.slice(name.lastIndexOf('/') + 1).replace(UNSAFE, '_');
  const kept = cut(last, MOST_BYTES - ending.length);
  const whole = /^[. ]*$/.test(kept) || DEVICE.test(kept) ? `_${kept.replaceAll('.', '_')}` : kept;
  return `${whole}${ending}`.replace(/[. ]$/, '_');
}

/** What a file with this content is called, until the person says otherwise. Pure. */
export function suggestedName(repository: string, content: SavedContent, kind: 'file' | 'folder'): string {
  if (content.kind === 'blob') return safeName(content.name);
  if (kind === 'file') return safeName(content.path);
  if (content.path !== '') return safeName(content.path, '.tar');
  return safeName(repository, content.layer === undefined ? '-rootfs.tar' : `-layer-${content.layer}.tar`);
}
