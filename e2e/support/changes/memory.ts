import type { ImageSummary } from '../../../electron/browse/image-summary.ts';
import type { ReachAgain } from '../../../electron/changes/core/ports.ts';
import type { StepLog } from '../../../electron/changes/core/step-log.ts';
import type { GroupsJob } from '../../../electron/changes/delete/groups.ts';
import type { DeleteJob } from '../../../electron/changes/delete/job.ts';
import type { RawManifest } from '../../../electron/registry/client.ts';

/** Sends each step and writes nothing down. */
const unrecorded: StepLog = { step: (_request, send) => send(), alsoMoved: async () => {} };

/** How a registry is asked again that cannot be reached: one that dies in a test comes back only after what is tested has ended. */
export const REACH_SOON: ReachAgain = { tries: 2, pause: 20 };

/** What a change is handed by the application, in memory. */
export function memory(): Pick<DeleteJob, 'trash' | 'cache' | 'stepLog' | 'referrers'> & Pick<GroupsJob, 'knownHolders'> {
  const kept = new Map<string, RawManifest>();
  const summaries = new Map<string, ImageSummary>();
  return {
    trash: { save: async (manifest) => void kept.set(manifest.digest, manifest), load: async (digest) => kept.get(digest) },
    cache: { get: (digest) => summaries.get(digest), set: (summary) => void summaries.set(summary.digest, summary) },
    stepLog: unrecorded,
    referrers: [],
    knownHolders: async () => [],
  };
}
