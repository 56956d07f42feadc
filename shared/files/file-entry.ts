/** What an entry is. */
export type FileKind = 'file' | 'folder' | 'symlink' | 'hardlink' | 'character-device' | 'block-device' | 'fifo';

/** One entry of a layer, as its tar or its table of contents tells it. */
export type FileEntry = {
  /**
   * Parts joined by `/`, without a leading one, never `.` or `..` or empty parts; '' is the root. Bytes that are not UTF-8 are written as \\xNN
   * (and a backslash before \\x doubled), so that two names never become one.
   */
  readonly path: string;
  readonly kind: FileKind;
  /** Bytes of the content; 0 where there is none. */
  readonly size: number;
  /** Permissions with set-uid, set-gid and sticky: 12 bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly user?: string;
  readonly group?: string;
  /** ms since 1970. */
  readonly modified?: number;
  /** Of a symlink as it is written; of a hard link the path in the layer. */
  readonly target?: string;
  /** sha256 of the content, of a file that was read or whose table of contents says it. */
  readonly digest?: string;
};
