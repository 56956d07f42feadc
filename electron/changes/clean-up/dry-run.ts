import type { CleanUpFacts } from './decide.ts';

/** What was read for a dry run: so that editing it asks the registry nothing. */
export type DryRun = { readonly facts: ReadonlyMap<string, CleanUpFacts>; readonly untagOnly: boolean };
