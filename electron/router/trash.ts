import { isWaiting } from '../../shared/change.ts';
import { readManifest } from '../../shared/oci/manifest.ts';
import type { TrashStore } from '../storage/trash.ts';
import type { Services } from './base.ts';

const DAY = 86_400_000;
const MB = 1_000_000;

/** A kept manifest, and those that it names as an index, as far as they were kept. */
async function withChildren(trash: TrashStore, digest: string, into: Set<string>): Promise<void> {
  if (into.has(digest)) return;
  into.add(digest);
  const raw = await trash.load(digest);
  if (!raw) return;
  const manifest = readManifest(raw.bytes.toString('utf8'), raw.mediaType);
  if (manifest.kind === 'index') for (const child of manifest.manifests) await withChildren(trash, child.digest, into);
}

/** Keeps the trash within what the settings say; what an interrupted change may be put back with stays. @throws Failure STORAGE. */
export async function emptyTrash({ document, history, trash }: Services): Promise<void> {
  const { trashDays, trashMegabytes } = document.settings;
  const open = (await history.list()).filter((change) => isWaiting(change) || change.state === 'running');
  const wanted = new Set<string>();
  // Restoring takes what was before, completing an undo what is to be after.
  for (const { before, after } of open.flatMap(({ moves }) => moves))
    for (const digest of [before, after]) if (digest) await withChildren(trash, digest, wanted);
  for (const { digest } of open.flatMap(({ referrers }) => referrers)) await withChildren(trash, digest, wanted);
  await trash.prune(trashDays * DAY, trashMegabytes * MB, wanted);
}
