import type { Connection } from '../../../shared/contract/connections.ts';
import type { Change, ChangeSubject, EndState, Move, Referrer } from '../../../shared/contract/history.ts';
import type { SummaryCache } from '../../browse/image-summary.ts';
import type { RegistryClient } from '../../registry/client.ts';
import type { DeleteProbe } from './probe.ts';
import type { Runs } from './runs.ts';
import type { StepLog } from './step-log.ts';
import type { Trash } from './trash.ts';

// What changes need of the rest of the application. Storage implements it; `app.ts` hands it in.

/** A change as it begins: what it is about, and where each of its tags points before and after. */
export type ChangeBegin = ChangeSubject & {
  readonly moves: readonly Move[];
  /** What refers to an image that is deleted: some registries delete it, too. */
  readonly referrers?: readonly Referrer[];
  /** Digests that are deleted with their tags. */
  readonly images?: readonly string[];
};

/** A change with its tags and images. Its steps stay on the disk. */
export type ChangeRecord = Change & {
  readonly moves: readonly Move[];
  readonly referrers: readonly Referrer[];
  readonly images: readonly string[];
};

/** A change that is being carried out: its steps are recorded through this. */
export type OpenChange = StepLog & {
  readonly id: string;
  /** Never fails: an end that cannot be written is checked at the next start. */
  end(state: EndState): Promise<Change>;
};

/** The history of changes. @throws Failure STORAGE. */
export type ChangeLog = {
  /** Changes that are running or wait for a decision, newest first. */
  open(): Promise<readonly Change[]>;
  get(id: string): Promise<ChangeRecord | undefined>;
  /** Begins a change; where it throws, nothing may be sent. */
  begin(change: ChangeBegin): Promise<OpenChange>;
  /** Continues a change that waits for a decision. */
  resume(id: string): Promise<OpenChange>;
  /** Ends a change that waits for a decision. */
  end(id: string, state: EndState): Promise<Change>;
};

/** What one read of a repository's images leaves behind for the next. */
type Summaries = {
  of(connectionId: string, repository: string): Promise<SummaryCache & { flush(): Promise<void> }>;
};

type ChangeClients = {
  /** @throws Failure NOT_FOUND for a registry that was removed. */
  connection(id: string): Connection;
  find(id: string): Connection | undefined;
  /** Whether Longshore refuses its changes now, or refused them at this time. */
  isReadOnly(id: string, at?: number): boolean;
  of(id: string): RegistryClient;
};

/** How a registry that cannot be reached is asked again: how often at most, and ms before the second time, twice as long before each further one. */
export type ReachAgain = { readonly tries: number; readonly pause: number };

/**
 * What may contain these manifests of a repository, with a tag or without: what was seen to, anywhere, and the untagged indexes that the product
 * lists. Not all of it needs to be found there. @throws Failure.
 */
export type AskHolders = (
  place: { readonly connectionId: string; readonly repository: string },
  digests: readonly string[],
  signal?: AbortSignal,
) => Promise<readonly string[]>;

/**
 * A manifest without a tag. `pushed`: when the product says that it was (ISO 8601). `wasTagged`: a tag or an index led to it once; another may be of
 * a push that has not come to its tag yet.
 */
export type Untagged = { readonly digest: string; readonly pushed?: string | undefined; readonly wasTagged: boolean };

/** Manifests of a repository without a tag, as far as they are known of and are found. @throws Failure of the connection. */
export type AskUntagged = (
  place: { readonly connectionId: string; readonly repository: string },
  signal?: AbortSignal,
) => Promise<readonly Untagged[]>;

export type ChangePorts = {
  readonly reachAgain: ReachAgain;
  readonly clients: ChangeClients;
  readonly history: ChangeLog;
  readonly trash: Trash;
  readonly summaries: Summaries;
  readonly probe: DeleteProbe;
  readonly runs: Runs;
  readonly knownHolders: AskHolders;
  readonly untagged: AskUntagged;
};
