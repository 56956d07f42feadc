import type { FileKind } from '../../../shared/files/file-entry.ts';
import { cleanPath } from '../tar/entry-name.ts';
import { TocRefusal } from './toc.ts';

/** What makes a path out of a name that is none yet, or may be refused; and a length up to which it cannot be too deep. */
const NOT_PLAIN = /[\\\0]|\/\/|\.\/|^\/|\/$|\.$/;
const SHORT = 500;

/**
 * The path of an entry as `FileEntry` writes it. Where a tar's name would be led back into the root, that of a table is refused: no tool writes one.
 * @throws TocRefusal.
 */
export function pathOfName(name: string | Buffer): string {
  // Nearly all are plain, and there may be a million.
  if (typeof name === 'string' && name !== '' && name.length <= SHORT && name.isWellFormed() && !NOT_PLAIN.test(name)) return name;
  const bytes = typeof name === 'string' ? Buffer.from(name) : name;
  if (bytes.includes(0)) throw new TocRefusal('unreadable');
  const clean = cleanPath(bytes);
  if (typeof clean === 'string') throw new TocRefusal('name-too-long');
  if (clean.escapes || /(?:^|\/)\.\.(?:\/|$)/.test(bytes.toString('latin1'))) throw new TocRefusal('name-escapes');
  return clean.path;
}

const KINDS: Readonly<Record<string, FileKind>> = {
  reg: 'file',
  dir: 'folder',
  symlink: 'symlink',
  hardlink: 'hardlink',
  char: 'character-device',
  block: 'block-device',
  fifo: 'fifo',
};

/** What an entry is, by the word that all tables have for it. @throws TocRefusal. */
export function kindOfType(type: string): FileKind {
  const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  if (!kind) throw new TocRefusal('kind');
  return kind;
}
