import { randomUUID } from 'node:crypto';
import type { CleanUpFacts } from './decide.ts';

const MOST = 4;

/** What was read for a dry run: so that editing it asks the registry nothing. */
export type DryRun = { readonly facts: ReadonlyMap<string, CleanUpFacts>; readonly untagOnly: boolean };

/** The last few dry runs, one a window that is open, and no more: each holds all that was read for it. */
export class DryRuns {
  private readonly runs = new Map<string, DryRun>();

  /** Keeps a dry run; its name. */
  keep(run: DryRun): string {
    const id = randomUUID();
    this.runs.set(id, run);
    for (const old of this.runs.keys()) if (this.runs.size > MOST) this.runs.delete(old);
    return id;
  }

  get(id: string): DryRun | undefined {
    return this.runs.get(id);
  }
}
