import { movesTags } from '../../../shared/change.ts';
import type { DeleteOutcome } from '../../../shared/contract/changes.ts';
import type { ManyItem } from '../../../shared/contract/delete-many.ts';
import type { Change, EndState } from '../../../shared/contract/history.ts';
import { isFailure } from '../../../shared/errors.ts';
import { isDigest } from '../../../shared/oci/digest.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { isPlaceholder } from '../delete/placeholder.ts';
import { statesOf } from './prove.ts';
import type { Recorder } from './recorder.ts';

/** Whether work ended because nobody answered any more: what is left of it waits for a decision, and is not given up. */
export const isAway = (failure: unknown): boolean => {
  const code = typeof failure === 'object' && failure !== null && 'code' in failure ? failure.code : undefined;
  return code === 'NETWORK' || code === 'TIMEOUT';
};

type Place = { readonly client: RegistryClient; readonly repository: string };

type Watched = { readonly recorder: Recorder; readonly touched: ReadonlySet<string>; readonly moves: Change['moves'] };

/** A recorder that notes for which tags something was sent that decides where they point, and all moves that came up. */
export function watched(recorder: Recorder, begun: Change['moves']): Watched {
  const touched = new Set<string>();
  const moves = [...begun];
  return {
    touched,
    moves,
    recorder: {
      alsoMoved: (more) => {
        moves.push(...more);
        return recorder.alsoMoved(more);
      },
      step: (request, send) => {
        const { reference } = request;
        // A digest that is deleted takes the tags along that point at it.
        const tags = isDigest(reference) ? moves.filter(({ before }) => before === reference).map(({ tag }) => tag) : [reference];
        if (movesTags(request)) for (const tag of tags) touched.add(tag);
        return recorder.step(request, send);
      },
    },
  };
}

/**
 * How a change ended that failed on its way, from where its tags point now. Only those are asked for which something was sent: where nothing
 * was, nothing was done.
 */
export async function outcomeOf(
  { client, repository }: Place,
  moves: Change['moves'],
  touched: ReadonlySet<string>,
  error: unknown,
): Promise<EndState> {
  if (isFailure(error, 'CONFLICT') && error.data.what === 'outcome-unknown') return 'unknown';
  const asked = moves.filter(({ tag }) => touched.has(tag));
  const states = new Map(
    (
      await statesOf(
        client,
        repository,
        asked.map(({ tag }) => tag),
      )
    ).map(({ tag, state }) => [tag, state]),
  );
  let end: EndState = 'failed';
  for (const { tag, before, after } of asked) {
    const state = states.get(tag) ?? { kind: 'unknown' };
    if (state.kind === 'unknown') return 'unknown';
    const now = state.kind === 'on' ? state.digest : null;
    if (now === before) continue;
    if (now === after) end = isAway(error) ? 'interrupted' : 'partly';
    // A tag on the empty image of a removal waits for a decision.
    else if (now !== null && (await isPlaceholder(client, repository, { digest: now, tag }).catch(() => true))) return 'interrupted';
  }
  return end;
}

const isOutcomeUnknown = (failure: { readonly code: string; readonly data: unknown } | undefined): boolean =>
  failure?.code === 'CONFLICT' && (failure.data as { what?: string }).what === 'outcome-unknown';

/** How one deletion ended, for the history. What was left on an empty image, or without its digest, waits for a decision. */
export function endOfDelete(outcome: DeleteOutcome): EndState {
  const { tag, failure, removedTags, lostSiblings, unprovenSiblings, stillListed } = outcome;
  const unsure = [failure, ...stillListed.map((list) => list.failure)];
  if (tag === 'unknown' || unprovenSiblings.length > 0 || unsure.some(isOutcomeUnknown)) return 'unknown';
  if (tag === 'empty' || tag === 'digest-gone') return 'interrupted';
  if (tag === 'gone' && failure === undefined && lostSiblings.length + stillListed.length === 0) return 'done';
  return removedTags.length + lostSiblings.length > 0 ? 'partly' : 'failed';
}

/** The same of many. */
export function endOfMany(items: readonly Pick<ManyItem, 'state' | 'failure'>[], clean: boolean): EndState {
  if (items.some(({ state, failure }) => state === 'unknown' || isOutcomeUnknown(failure))) return 'unknown';
  if (items.some(({ state }) => state === 'empty' || state === 'digest-gone')) return 'interrupted';
  if (clean) return 'done';
  if (!items.some(({ state }) => state === 'gone' || state === 'lost')) return 'failed';
  return items.some(({ failure }) => isAway(failure)) ? 'interrupted' : 'partly';
}
