import { expect, test } from 'vitest';
import type { FileKind } from '../../../shared/files/file-entry.ts';
import { modeText } from './mode-text.ts';

// As GNU `ls -l` and `tar -tv` write them.
test.each<[FileKind, number, string]>([
  ['file', 0o644, '-rw-r--r--'],
  ['folder', 0o755, 'drwxr-xr-x'],
  ['symlink', 0o777, 'lrwxrwxrwx'],
  ['hardlink', 0o600, 'hrw-------'],
  ['character-device', 0o666, 'crw-rw-rw-'],
  ['block-device', 0o660, 'brw-rw----'],
  ['fifo', 0o000, 'p---------'],
  ['file', 0o4755, '-rwsr-xr-x'],
  ['file', 0o4644, '-rwSr--r--'],
  ['file', 0o2755, '-rwxr-sr-x'],
  ['file', 0o2745, '-rwxr-Sr-x'],
  ['folder', 0o1777, 'drwxrwxrwt'],
  ['folder', 0o1776, 'drwxrwxrwT'],
  ['file', 0o7777, '-rwsrwsrwt'],
])('a %s of the mode %o reads %s', (kind, mode, text) => {
  expect(modeText(kind, mode)).toBe(text);
});
