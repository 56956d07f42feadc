import { readManifest } from '../../../shared/oci/manifest.ts';
import type { ChangePorts } from '../core/ports.ts';
import type { Trash } from '../core/trash.ts';

/** A manifest in the trash, and those that it names as an index, as far as they are there. */
async function addWithChildren(trash: Trash, digest: string, into: Set<string>): Promise<void> {
  if (into.has(digest)) return;
  into.add(digest);
  const raw = await trash.load(digest);
  if (!raw) return;
  const manifest = readManifest(raw.bytes.toString('utf8'), raw.mediaType);
  if (manifest.kind === 'index') for (const child of manifest.manifests) await addWithChildren(trash, child.digest, into);
}

/** Digests that changes may need which are running or wait for a decision: they are never pruned. @throws Failure STORAGE. */
export async function neededDigests({ history, trash }: Pick<ChangePorts, 'history' | 'trash'>): Promise<ReadonlySet<string>> {
  const needed = new Set<string>();
  for (const { id } of await history.open()) {
    const { moves = [], referrers = [] } = (await history.get(id)) ?? {};
    // A change is restored from what its tags pointed to before, and an undo is completed with what they point to after.
    const digests = [...moves.flatMap(({ before, after }) => [before, after]), ...referrers.map(({ digest }) => digest)];
    for (const digest of digests) if (digest) await addWithChildren(trash, digest, needed);
  }
  return needed;
}
