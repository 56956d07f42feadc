import type { FileKind } from '../../../shared/files/file-entry.ts';

const TYPES: Readonly<Record<FileKind, string>> = {
  file: '-',
  folder: 'd',
  symlink: 'l',
  hardlink: 'h',
  'character-device': 'c',
  'block-device': 'b',
  fifo: 'p',
};

/** Three characters of the mode; `special` is set-uid, set-gid or sticky, drawn over the last of them. */
function triple(bits: number, special: boolean, letter: string): string {
  const mayRun = (bits & 1) !== 0;
  const last = special ? (mayRun ? letter : letter.toUpperCase()) : mayRun ? 'x' : '-';
  return `${(bits & 4) === 0 ? '-' : 'r'}${(bits & 2) === 0 ? '-' : 'w'}${last}`;
}

/** `drwxr-xr-x`, as `ls -l` and `tar -tv` write it. */
export function modeText(kind: FileKind, mode: number): string {
  return [
    TYPES[kind],
    triple(mode >> 6, (mode & 0o4000) !== 0, 's'),
    triple(mode >> 3, (mode & 0o2000) !== 0, 's'),
    triple(mode, (mode & 0o1000) !== 0, 't'),
  ].join('');
}
