import type { Platform } from '../../shared/oci/manifest.ts';
import type { ImageSummary } from '../browse/image-summary.ts';
import { digestOfBytes } from './digest-bytes.ts';

/** The columns of a manifest that was read, with those of its shape. */
export type ManifestRow = {
  readonly digest: Uint8Array;
  readonly created: number | null;
  readonly covers: string | null;
  readonly media_type: string;
  readonly kind: ImageSummary['kind'];
  readonly content: ImageSummary['content'];
  readonly artifact_type: string;
  readonly platforms: string;
};

/** Their names in SQL, of `manifest m` and `shape s`. */
export const MANIFEST_COLUMNS = 'm.digest, m.created, m.covers, s.media_type, s.kind, s.content, s.artifact_type, s.platforms';

/** What they say. */
export function factsOf(row: ManifestRow) {
  return {
    digest: digestOfBytes(row.digest),
    mediaType: row.media_type,
    kind: row.kind,
    content: row.content,
    platforms: JSON.parse(row.platforms) as Platform[],
    ...(row.artifact_type === '' ? {} : { artifactType: row.artifact_type }),
    ...(row.created === null ? {} : { created: new Date(row.created).toISOString() }),
    ...(row.covers === null ? {} : { covers: JSON.parse(row.covers) as NonNullable<ImageSummary['covers']> }),
  };
}
