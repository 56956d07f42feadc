import type { DeleteOutcome } from '../../shared/contract/changes.ts';
import { Failure } from '../../shared/errors.ts';
import { runDelete } from '../changes/delete.ts';
import type { Recorder } from '../changes/recorder.ts';
import { scanRepository, tagsOn } from '../changes/scan.ts';
import type { Services } from './base.ts';

/** How a single tag can be removed here; undefined where it cannot. */
export async function wayToRemove(
  services: Services,
  connectionId: string,
  repository: string,
  signal?: AbortSignal,
): Promise<'tag-delete' | 'placeholder' | undefined> {
  const client = services.clients.of(connectionId);
  const { byTag, byDigest } = await services.probe.ask(client, connectionId, repository, signal);
  if (byTag === 'works') return 'tag-delete';
  return byDigest === 'works' && !client.vendor.tagsFirst ? 'placeholder' : undefined;
}

export type TagToRemove = { readonly connectionId: string; readonly repository: string; readonly tag: string; readonly digest: string };

/** Removes one tag as part of another change; its siblings are proven as at any removal. Where the tag is after it. @throws Failure where a sibling went along. */
export async function takeTag(
  services: Services,
  { connectionId, repository, tag, digest }: TagToRemove,
  recorder: Recorder,
): Promise<Exclude<DeleteOutcome['tag'], 'digest-gone'>> {
  const way = await wayToRemove(services, connectionId, repository);
  if (!way) throw new Failure('UNSUPPORTED', { feature: 'delete', why: 'the registry refuses deletes' });
  const client = services.clients.of(connectionId);
  const scan = await scanRepository(client, repository, undefined, () => {});
  const siblings = tagsOn(scan, digest).filter((name) => name !== tag);
  const cache = await services.summaries.of(connectionId, repository);
  const keeper = services.kept;
  const job = { client, repository, tag, digest, what: 'tag', way, siblings, attached: [], keeper, cache, recorder } as const;
  const outcome = await runDelete(job, () => {});
  const [lost] = outcome.lostSiblings;
  if (lost !== undefined) throw new Failure('CONFLICT', { what: 'tags-changed', subject: lost });
  // The digest is not touched where one tag is removed.
  return outcome.tag === 'digest-gone' ? 'as-before' : outcome.tag;
}

/** The same where nothing but its being gone will do. @throws Failure where it is still there. */
export async function removeTag(services: Services, tag: TagToRemove, recorder: Recorder): Promise<void> {
  const state = await takeTag(services, tag, recorder);
  if (state !== 'gone') throw new Failure('UNSUPPORTED', { feature: 'delete', why: `the tag is ${state}` });
}
