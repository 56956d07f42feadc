import type { RawManifest, RegistryClient } from '../../registry/client.ts';
import { retry } from '../../registry/http/retry.ts';
import { pool } from '../../registry/pool.ts';
import type { StepLog } from './step-log.ts';

/** Where a tag points, or whether a digest is found, or that it could not be learnt. */
export type TagState = { readonly kind: 'absent' } | { readonly kind: 'on'; readonly digest: string } | { readonly kind: 'unknown' };

const TRIES = 4;
const FIRST_PAUSE = 250;
const WIDTH = 6;

/** Asks where a tag points or whether a digest is found. Repeats for a few seconds when the registry does not answer, because the next step depends on the result. */
export async function stateOf(client: RegistryClient, repository: string, tag: string, tries = TRIES): Promise<TagState> {
  const ask = async (): Promise<TagState> => {
    const head = await client.head(repository, tag);
    return head ? { kind: 'on', digest: head.digest } : { kind: 'absent' };
  };
  return retry(ask, { tries, pause: FIRST_PAUSE, when: () => true, told: 'waits' }).catch(() => ({ kind: 'unknown' }));
}

/** The outcome of restoring saved bytes: `refused` where the registry did not accept them, `unknown` where it no longer answered. */
type Restored = 'restored' | 'refused' | 'unknown';

/** Restores saved bytes under a tag or their digest and makes sure that they are there. */
export async function restoreBytes(
  client: RegistryClient,
  repository: string,
  tag: string,
  saved: RawManifest,
  stepLog: StepLog,
): Promise<Restored> {
  const request = { method: 'PUT', reference: tag, digest: saved.digest, mediaType: saved.mediaType, why: 'restore' } as const;
  const put = async (): Promise<Restored> => {
    // The state tells whether the registry accepted it: perhaps only the answer was lost.
    await stepLog.step(request, () => client.putManifest(repository, tag, saved)).catch(() => undefined);
    const state = await stateOf(client, repository, tag);
    // A registry that does not answer is not asked for minutes, because a person is waiting.
    if (state.kind === 'unknown') return 'unknown';
    return state.kind === 'on' && state.digest === saved.digest ? 'restored' : 'refused';
  };
  return retry(put, { tries: TRIES, pause: FIRST_PAUSE, when: () => false, again: (result) => result === 'refused' });
}

/** Where each of these tags points, a few at once. After the registry stops answering, a few more are tried once and the rest are skipped, because a person is waiting. */
export async function statesOf(
  client: RegistryClient,
  repository: string,
  tags: readonly string[],
): Promise<{ tag: string; state: TagState }[]> {
  const states = new Map<string, TagState>();
  const waiting = [...tags].reverse();
  let down = 0;
  await pool(
    WIDTH,
    () => waiting.pop(),
    async (tag) => {
      if (down > 2 * WIDTH) return;
      const state = await stateOf(client, repository, tag, down > 0 ? 1 : TRIES);
      down = state.kind === 'unknown' ? down + 1 : 0;
      states.set(tag, state);
    },
  );
  return tags.map((tag) => ({ tag, state: states.get(tag) ?? { kind: 'unknown' } }));
}

/** Siblings that are not found, and those that could not be checked. One that points to another digest was moved by someone else and is not lost. */
export async function proveSiblings(
  client: RegistryClient,
  repository: string,
  siblings: readonly string[],
): Promise<{ lost: string[]; unproven: string[] }> {
  const states = await statesOf(client, repository, siblings);
  const named = (kind: TagState['kind']): string[] => states.filter(({ state }) => state.kind === kind).map(({ tag }) => tag);
  return { lost: named('absent'), unproven: named('unknown') };
}
