import { setTimeout as wait } from 'node:timers/promises';
import type { RawManifest, RegistryClient } from '../registry/client.ts';

/** Where a tag points, or that it could not be learnt. */
export type TagState = { readonly kind: 'gone' } | { readonly kind: 'on'; readonly digest: string } | { readonly kind: 'unknown' };

const TRIES = 4;
const FIRST_PAUSE = 250;

/** Asks where a tag points, again and again for a few seconds when nobody answers: what is known decides what may be done next. */
export async function stateOf(client: RegistryClient, repository: string, tag: string): Promise<TagState> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    try {
      const head = await client.head(repository, tag);
      return head ? { kind: 'on', digest: head.digest } : { kind: 'gone' };
    } catch {
      await wait(FIRST_PAUSE * 2 ** attempt);
    }
  }
  return { kind: 'unknown' };
}

/** Puts saved bytes back under a tag and makes sure that they are there; false when the registry would not let it. */
export async function putBack(client: RegistryClient, repository: string, tag: string, saved: RawManifest): Promise<boolean> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    try {
      await client.putManifest(repository, tag, saved);
    } catch {
      await wait(FIRST_PAUSE * 2 ** attempt);
    }
    const state = await stateOf(client, repository, tag);
    if (state.kind === 'on' && state.digest === saved.digest) return true;
  }
  return false;
}

/** Siblings that are gone, and those that could not be asked. One on another digest was moved by somebody else, and is not lost. */
export async function proveSiblings(
  client: RegistryClient,
  repository: string,
  siblings: readonly string[],
): Promise<{ lost: string[]; unproven: string[] }> {
  const lost: string[] = [];
  const unproven: string[] = [];
  for (const tag of siblings) {
    const state = await stateOf(client, repository, tag);
    if (state.kind === 'unknown') unproven.push(tag);
    else if (state.kind === 'gone') lost.push(tag);
  }
  return { lost, unproven };
}
