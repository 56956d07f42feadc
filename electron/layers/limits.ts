const MiB = 1024 ** 2;

/** Bytes of a path, as Linux has it (PATH_MAX). */
export const MAX_PATH_BYTES = 4096;
/** Folders in each other. */
export const MAX_DEPTH = 255;
/** Bytes of what stands before an entry: pax records, a long name, the map of a sparse file (as Go's archive/tar). */
export const MAX_META_BYTES = MiB;
