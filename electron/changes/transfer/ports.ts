import type { CopySource } from '../../../shared/contract/history.ts';
import type { Plans } from '../core/plans.ts';
import type { ChangePorts } from '../core/ports.ts';
import type { OpenFiles } from './image-file/open-files.ts';
import type { FileFormat } from './image-file/write.ts';

export type Target = { readonly connectionId: string; readonly repository: string; readonly tag: string };

/** What a person confirms of a copy or a load: the digest that the tag gets, and what the tag was (null for free). */
type Seen = { readonly target: Target; readonly digest: string; readonly expected: string | null };

export type CopyOrder = Seen & { readonly source: CopySource; readonly tag: string };
export type LoadOrder = Seen & { readonly path: string };
/** `tag` is what the image is called in the file. */
export type SaveOrder = Target & {
  readonly digest: string;
  readonly platforms: readonly string[] | null;
  readonly format: FileFormat;
};

/** What transfers need of the rest of the application. */
export type TransferPorts = ChangePorts & {
  readonly copyPlans: Plans<CopyOrder>;
  readonly savePlans: Plans<SaveOrder>;
  readonly loadPlans: Plans<LoadOrder>;
  readonly openFiles: OpenFiles;
  /** Files that are being written where the person wants them. */
  readonly unfinished: { note(part: string): Promise<() => Promise<void>> };
  /** Paths that a person chose in the system's dialog to save to: only these are replaced whatever they hold. */
  readonly chosenFiles: ReadonlySet<string>;
};
