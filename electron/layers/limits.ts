import { MOST_OF_BLOB } from '../../shared/artifacts/limits.ts';
import { unpackLimits } from './compression/unpack.ts';

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;

/** What is read of one layer at the most. A layer that exceeds one of these is shown as far as it was read, with the name of the limit. */
export const layerLimits = {
  /** Entries, those for deleted files included. Large images of real life have some 100,000 files in all their layers. */
  entries: 500_000,
  /** Characters of all paths and targets together: names of 4 KiB each would fill the memory. */
  names: 128 * MiB,
  ...unpackLimits,
  /** ms that reading may take. */
  time: 60 * 60_000,
} as const;

export type LayerLimits = { readonly [name in keyof typeof layerLimits]: number };

/** Bytes of a path, as Linux has it (PATH_MAX). */
export const MAX_PATH_BYTES = 4096;
/** Folders in each other. */
export const MAX_DEPTH = 255;
/** Bytes of what stands before an entry: pax records, a long name, the map of a sparse file (as Go's archive/tar). */
export const MAX_META_BYTES = MiB;
/** Bytes of holes of one file that are hashed as zeros: its header alone says how many there are. */
export const MAX_HOLE_BYTES = GiB;
/** Entries of all layers of an image together, for what they take in memory. */
export const MAX_IMAGE_ENTRIES = 1_000_000;

/** What is read of one blob of an artifact, to show what is in it. Bytes: as transferred, and unpacked; of one text, and of all texts of a package. */
export const artifactLimits = { bytes: MOST_OF_BLOB, unpacked: 64 * MiB, files: 5_000, text: MiB, texts: 4 * MiB } as const;
