import { type EventPublisher, implement, ORPCError } from '@orpc/server';
import { contract } from '../../shared/contract/contract.ts';
import { Failure } from '../../shared/errors.ts';
import type { DryRun } from '../changes/clean-up/dry-run.ts';
import type { DeleteProbe } from '../changes/core/probe.ts';
import type { Recent } from '../changes/core/recent.ts';
import type { Runs } from '../changes/core/runs.ts';
import type { ManyReading } from '../changes/delete/gather.ts';
import type { OpenFiles } from '../changes/transfer/image-file/open-files.ts';
import type { Clients } from '../connections/clients.ts';
import type { HelperConsent } from '../connections/import/helper-consent.ts';
import type { SampleHost } from '../sample/host.ts';
import type { ContentCache } from '../storage/content.ts';
import type { AppDocument } from '../storage/document.ts';
import type { History } from '../storage/history.ts';
import type { SecretStore } from '../storage/secrets.ts';
import type { SummaryStore } from '../storage/summaries.ts';
import type { TrashStore } from '../storage/trash.ts';
import type { UnfinishedFiles } from '../storage/unfinished.ts';

/** Asks the person for a file to open or to save to; undefined where none was chosen. */
export type ChooseFile = (what: 'open' | 'save', path: string) => Promise<string | undefined>;

/** Everything the procedures work with; built once in `app.ts`. */
export type Services = {
  readonly document: AppDocument;
  readonly damagedFile: string | undefined;
  readonly secrets: SecretStore;
  readonly clients: Clients;
  readonly summaries: SummaryStore;
  /** Manifests and configs read before: may be deleted at any time. */
  readonly cache: ContentCache;
  /** Manifests kept because a change was about to take them away. */
  readonly trash: TrashStore;
  /** Files that are being written where the person wants them. */
  readonly unfinished: UnfinishedFiles;
  readonly probe: DeleteProbe;
  /** Dry runs of clean-ups, for as long as they are looked at. */
  readonly dryRuns: Recent<DryRun>;
  /** What was read before many tags are deleted, for as long as the plan is looked at. */
  readonly readings: Recent<readonly ManyReading[]>;
  /** Files of images that are looked at. */
  readonly archives: OpenFiles;
  /** Long work that goes on whoever looks at it. */
  readonly runs: Runs;
  /** What was changed, step by step, and what was interrupted. */
  readonly history: History;
  readonly sample: SampleHost;
  /** Lets a credential helper that is not saved be asked. */
  readonly consent: HelperConsent;
  /** What the open windows are asked to show. */
  readonly shown: EventPublisher<{ registry: { readonly connectionId: string } }>;
  /** The system's dialog for files, where the host has one. */
  readonly chooseFile: ChooseFile | undefined;
  /** Paths that a person chose there to save to: only these are replaced whatever they hold. */
  readonly chosenFiles: Set<string>;
  readonly version: string;
  readonly dataFolder: string;
};

/** A failure as the contract declares it; anything else is a defect and crosses without its message, which could hold anything. */
function toContractError(error: unknown): unknown {
  if (error instanceof ORPCError) return error;
  if (error instanceof Failure) return new ORPCError(error.code, { data: error.data });
  if (error instanceof Error && error.name === 'AbortError') return new ORPCError('ABORTED', { message: 'aborted' });
  console.error(
    'Unexpected error in a procedure:',
    error instanceof Error ? `${error.name} at ${error.stack?.split('\n')[1]?.trim() ?? ''}` : typeof error,
  );
  return new ORPCError('UNEXPECTED', { message: error instanceof Error ? error.name : 'unknown' });
}

async function* withContractErrors(stream: AsyncGenerator<unknown>): AsyncGenerator<unknown> {
  try {
    yield* stream;
  } catch (error) {
    throw toContractError(error);
  }
}

const isStream = (value: unknown): value is AsyncGenerator<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/** Where every procedure's implementation starts. */
export const implementation = implement(contract)
  .$context<Services>()
  .use(async ({ next }) => {
    try {
      const result = await next();
      return isStream(result.output) ? { ...result, output: withContractErrors(result.output) } : result;
    } catch (error) {
      throw toContractError(error);
    }
  });
