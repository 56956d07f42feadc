import type { ImageSummary } from '../../../electron/browse/image-summary.ts';
import type { Recorder } from '../../../electron/changes/core/recorder.ts';
import type { DeleteJob } from '../../../electron/changes/delete/apply.ts';
import type { RawManifest } from '../../../electron/registry/client.ts';

/** Sends each step and writes nothing down. */
const unrecorded: Recorder = { step: (_request, send) => send(), alsoMoved: async () => {} };

/** What a change is handed by the application, in memory. */
export function memory(): Pick<DeleteJob, 'keeper' | 'cache' | 'recorder' | 'attached'> {
  const kept = new Map<string, RawManifest>();
  const summaries = new Map<string, ImageSummary>();
  return {
    keeper: { save: async (manifest) => void kept.set(manifest.digest, manifest), load: async (digest) => kept.get(digest) },
    cache: { get: (digest) => summaries.get(digest), set: (summary) => void summaries.set(summary.digest, summary) },
    recorder: unrecorded,
    attached: [],
  };
}
