import type { Runs } from '../changes/core/runs.ts';
import type { Clients } from '../connections/clients.ts';
import type { LocalIndex } from '../index/local-index.ts';
import type { IndexedSummaries } from '../index/summaries.ts';

/** What a scan works with. */
export type ScanPorts = {
  readonly clients: Clients;
  readonly index: LocalIndex;
  readonly summaries: IndexedSummaries;
  readonly runs: Runs;
};
