import { type EventPublisher, implement, ORPCError } from '@orpc/server';
import type { ConnectionOutcome } from '../../shared/contract/connections.ts';
import { contract } from '../../shared/contract/contract.ts';
import type { Installation } from '../../shared/contract/settings.ts';
import { Failure } from '../../shared/errors.ts';
import type { AnyPlanFile } from '../../shared/plan-text.ts';
import type { DryRun } from '../changes/clean-up/plan.ts';
import type { Plans } from '../changes/core/plans.ts';
import type { AskHolders, AskUntagged, ReachAgain } from '../changes/core/ports.ts';
import type { DeleteProbe } from '../changes/core/probe.ts';
import type { Runs } from '../changes/core/runs.ts';
import type { ReadPlan } from '../changes/delete/plans.ts';
import type { KeptRetag } from '../changes/retag/plan.ts';
import type { DraggedFiles } from '../changes/transfer/content/dragged-files.ts';
import type { DroppedFiles } from '../changes/transfer/image-file/dropped-files.ts';
import type { OpenFiles } from '../changes/transfer/image-file/open-files.ts';
import type { ContentOrder, CopyOrder, LoadOrder, SaveOrder } from '../changes/transfer/ports.ts';
import type { Clients } from '../connections/clients.ts';
import type { HelperConsent } from '../connections/import/helper-consent.ts';
import type { Lifts } from '../connections/lifts.ts';
import type { LocalIndex } from '../index/local-index.ts';
import type { IndexedSummaries } from '../index/summaries.ts';
import type { ImageFiles } from '../layers/image-files.ts';
import type { FileSaver } from '../layers/save/file-saver.ts';
import { type CallEnd, logCall } from '../log/calls.ts';
import type { Log } from '../log/log.ts';
import type { SampleHost } from '../sample/host.ts';
import type { ContentCache } from '../storage/content-cache.ts';
import type { AppDocument } from '../storage/document.ts';
import type { History } from '../storage/history/history.ts';
import type { SecretStore } from '../storage/secrets.ts';
import type { TrashStore } from '../storage/trash.ts';
import type { UnfinishedFiles } from '../storage/unfinished-files.ts';
import type { Updates } from '../updates/updates.ts';
import type { Watcher } from '../watch/watcher.ts';
import type { Shown } from './shown.ts';

/** Asks the person for a file to open or to save to; undefined where none was chosen. */
export type ChooseFile = (what: 'open' | 'save', path: string) => Promise<string | undefined>;

/** Everything the procedures work with; built once in `app.ts`. */
export type Services = {
  readonly document: AppDocument;
  readonly damagedFile: string | undefined;
  readonly secrets: SecretStore;
  readonly clients: Clients;
  /** When changes are allowed to registries that are read-only. */
  readonly lifts: Lifts;
  readonly index: LocalIndex;
  readonly summaries: IndexedSummaries;
  /** What is in the layers of images. */
  readonly files: ImageFiles;
  readonly saver: FileSaver;
  /** Manifests and configs read before: may be deleted at any time. */
  readonly cache: ContentCache;
  /** Manifests kept because a change was about to delete them. */
  readonly trash: TrashStore;
  /** Files that are being written where the person wants them. */
  readonly unfinished: UnfinishedFiles;
  readonly probe: DeleteProbe;
  /** Dry runs of clean-ups, for as long as they are looked at. */
  readonly cleanUpPlans: Plans<DryRun>;
  /** What was read before a deletion, for as long as its plan is looked at. */
  readonly deletePlans: Plans<ReadPlan>;
  readonly reachAgain: ReachAgain;
  /** What may contain manifests without a tag. */
  readonly knownHolders: AskHolders;
  /** Manifests without a tag that are known of. */
  readonly untagged: AskUntagged;
  /** Files of plans, for as long as they are looked at. */
  readonly planFiles: Plans<AnyPlanFile>;
  /** Retags that are planned. */
  readonly retagPlans: Plans<KeptRetag>;
  /** Transfers that are planned. */
  readonly copyPlans: Plans<CopyOrder>;
  readonly savePlans: Plans<SaveOrder>;
  readonly loadPlans: Plans<LoadOrder>;
  readonly contentPlans: Plans<ContentOrder>;
  /** Image files that were dropped on a page in a browser. */
  readonly dropped: DroppedFiles;
  /** Files that are dragged out of a window. */
  readonly dragged: DraggedFiles;
  /** Image files that are open. */
  readonly openFiles: OpenFiles;
  /** Long work that continues whether or not a page watches. */
  readonly runs: Runs;
  /** What was changed, step by step, and what was interrupted. */
  readonly history: History;
  readonly sample: SampleHost;
  /** Lets a credential helper that is not saved be asked. */
  readonly consent: HelperConsent;
  /** Looks at what is watched, and tells what it finds. */
  readonly watcher: Watcher;
  /** How exchanges with registries end, for the open windows. */
  readonly outcomes: EventPublisher<{ outcome: ConnectionOutcome }>;
  /** What the window that asks is to show. */
  readonly shown: Shown;
  /** Opens a further window, where the host has windows. */
  readonly openWindow?: (link: string | undefined) => void;
  /** Drags a file out of the window that asks, where the host has windows. */
  readonly startDrag?: (path: string) => Promise<void>;
  /** The system's dialog for files, where the host has one. */
  readonly chooseFile: ChooseFile | undefined;
  /** Paths that a person chose there to save to: only these are replaced whatever they hold. */
  readonly chosenFiles: Set<string>;
  readonly log: Log;
  readonly version: string;
  /** How this copy came here, which decides by what it is updated. */
  readonly installed: Installation;
  /** Where this copy updates itself. */
  readonly updates: Updates | undefined;
  readonly dataFolder: string;
};

/** A failure as the contract declares it; anything else is a defect and crosses without its message, which could hold anything. */
function toContractError(error: unknown): unknown {
  if (error instanceof ORPCError) return error;
  if (error instanceof Failure) return new ORPCError(error.code, { data: error.data });
  if (isAbort(error)) return new ORPCError('ABORTED', { message: 'aborted' });
  return new ORPCError('UNEXPECTED', { message: error instanceof Error ? error.name : 'unknown' });
}

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

function endOf(error: unknown): CallEnd {
  if (isAbort(error)) return { kind: 'left' };
  return error instanceof ORPCError ? { kind: 'refused', code: error.code } : { kind: 'failed', error };
}

/** A stream whose failures are the contract's. It ends when it is no longer read. */
async function* withContractErrors(stream: AsyncGenerator<unknown>, ended: (end: CallEnd) => void): AsyncGenerator<unknown> {
  let end: CallEnd = { kind: 'left' };
  try {
    yield* stream;
    end = { kind: 'done' };
  } catch (error) {
    end = endOf(error);
    throw toContractError(error);
  } finally {
    ended(end);
  }
}

const isStream = (value: unknown): value is AsyncGenerator<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/** What has just been read is part of what another thread of the index tells than the one that writes it. */
export async function written({ index, summaries }: Services): Promise<void> {
  await summaries.flush();
  await index.written().catch(() => {});
}

/** Of a call that nobody can cancel. */
export const never = (): AbortSignal => new AbortController().signal;

/** Where every procedure's implementation starts. */
export const implementation = implement(contract)
  .$context<Services>()
  .use(async ({ next, path, context }) => {
    const ended = logCall(context.log, path);
    try {
      const result = await next();
      if (isStream(result.output)) return { ...result, output: withContractErrors(result.output, ended) };
      ended({ kind: 'done' });
      return result;
    } catch (error) {
      ended(endOf(error));
      throw toContractError(error);
    }
  });
