import type { CopySource } from '../../../shared/contract/history.ts';
import type { SavedContent } from '../../../shared/contract/transfer.ts';
import type { ImageFiles, LayeredImage } from '../../layers/image-files.ts';
import type { FileSaver } from '../../layers/save/file-saver.ts';
import type { Plans } from '../core/plans.ts';
import type { ChangePorts } from '../core/ports.ts';
import type { DroppedFiles } from './image-file/dropped-files.ts';
import type { OpenFiles } from './image-file/open-files.ts';
import type { FileFormat } from './image-file/write.ts';

export type Target = { readonly connectionId: string; readonly repository: string; readonly tag: string };

/** What a person confirms of a tag: the digest that it gets, and what it was (null for free). */
type Seen = { readonly digest: string; readonly expected: string | null };

/** An image that is copied: the digest to read it by, what the person called it, and the tag that it gets. */
export type CopyImage = Seen & { readonly reference: string; readonly name: string; readonly tag: string };
export type CopyOrder = {
  readonly source: Omit<CopySource, 'reference' | 'images'>;
  readonly target: Omit<Target, 'tag'>;
  readonly images: readonly CopyImage[];
};
export type LoadOrder = Seen & { readonly target: Target; readonly path: string };
/** Images by their digests; `tag` is what each is called in the file. */
export type SaveOrder = Omit<Target, 'tag'> & {
  readonly images: readonly { readonly tag: string; readonly digest: string }[];
  readonly platforms: readonly string[] | null;
  readonly format: FileFormat;
};

/** A file, a folder or a blob. `blobs`: what is read for it, in bytes; `image`: what its files are of. */
export type ContentOrder = Omit<Target, 'tag'> & {
  readonly content: SavedContent;
  readonly kind: 'file' | 'folder';
  readonly blobs: readonly { readonly digest: string; readonly size: number }[];
  readonly image: Omit<LayeredImage, 'client'> | undefined;
};

/** What transfers need of the rest of the application. */
export type TransferPorts = ChangePorts & {
  readonly copyPlans: Plans<CopyOrder>;
  readonly savePlans: Plans<SaveOrder>;
  readonly loadPlans: Plans<LoadOrder>;
  readonly contentPlans: Plans<ContentOrder>;
  /** What is in the layers of images, and what saves it. */
  readonly files: Pick<ImageFiles, 'find'>;
  readonly saver: FileSaver;
  /** Files that were dropped on a page in a browser. */
  readonly dropped: Pick<DroppedFiles, 'use'>;
  readonly openFiles: OpenFiles;
  /** Files that are being written where the person wants them. */
  readonly unfinished: { note(part: string): Promise<() => Promise<void>> };
  /** Paths that a person chose in the system's dialog to save to: only these are replaced whatever they hold. */
  readonly chosenFiles: ReadonlySet<string>;
};
