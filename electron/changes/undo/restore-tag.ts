import { Failure } from '../../../shared/errors.ts';
import type { ChangePorts } from '../core/ports.ts';
import { restoreBytes } from '../core/prove.ts';
import { recorded, writableClient } from '../core/recorded.ts';
import { isPlaceholder } from '../delete/placeholder.ts';
import { askAboutTag } from './settle.ts';

type InRepository = { readonly connectionId: string; readonly repository: string };

export type RestoreOrder = InRepository & { readonly tag: string; readonly digest: string };

/** Puts the bytes of a digest from the trash under its tag. @throws Failure. */
async function restore(ports: ChangePorts, { connectionId, repository, tag, digest }: RestoreOrder): Promise<{ digest: string }> {
  const client = writableClient(ports, connectionId);
  const saved = await ports.trash.load(digest);
  if (!saved) throw new Failure('UNSUPPORTED', { feature: 'restore', why: 'not-kept' });
  // Only a tag that was deleted or points to an empty image is restored. One that someone has moved is left alone.
  const now = await client.head(repository, tag);
  if (now && now.digest !== digest && !(await isPlaceholder(client, repository, { digest: now.digest, tag })))
    throw new Failure('CONFLICT', { what: 'tag-moved', subject: tag, now: now.digest });
  const moves = [{ tag, before: now?.digest ?? null, after: digest }];
  const done = recorded(ports, { connectionId, repository, what: 'undo', tag, moves }, async (stepLog) => {
    const result = await restoreBytes(client, repository, tag, saved, stepLog);
    return { result, state: result === 'restored' ? 'done' : result === 'unknown' ? 'unknown' : 'failed' };
  });
  const { result } = await done;
  if (result === 'unknown') throw new Failure('CONFLICT', { what: 'outcome-unknown', subject: tag });
  if (result === 'refused') throw new Failure('UNSUPPORTED', { feature: 'restore', why: 'refused' });
  return { digest };
}

/** Restores a tag after a deletion that could not do so itself, and asks again about the changes that wait for a decision on it. @throws Failure. */
export async function restoreTag(ports: ChangePorts, order: RestoreOrder): Promise<{ digest: string }> {
  const restored = await restore(ports, order);
  await askAboutTag(ports, order.connectionId, order.repository, order.tag).catch(() => {});
  return restored;
}
