import type { RawManifest } from '../../registry/client.ts';

/** Where manifests are kept before they are overwritten or deleted; handed in by the application. */
export type Trash = {
  /** Resolves once the bytes are on disk. @throws Failure STORAGE. */
  save(manifest: RawManifest): Promise<void>;
  load(digest: string): Promise<RawManifest | undefined>;
};
