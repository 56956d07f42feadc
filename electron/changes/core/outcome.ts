import { movesTags } from '../../../shared/change.ts';
import type { DeleteItem } from '../../../shared/contract/delete.ts';
import type { EndState, Move } from '../../../shared/contract/history.ts';
import type { RetagResult } from '../../../shared/contract/retag.ts';
import type { CopiedImage } from '../../../shared/contract/runs.ts';
import { isFailure, isUnanswered } from '../../../shared/errors.ts';
import { isDigest } from '../../../shared/oci/digest.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { isPlaceholder } from '../delete/placeholder.ts';
import { statesOf } from './prove.ts';
import type { StepLog } from './step-log.ts';

type Place = { readonly client: RegistryClient; readonly repository: string };

type Watched = { readonly stepLog: StepLog; readonly touched: ReadonlySet<string>; readonly moves: readonly Move[] };

/** A step log that notes the tags for which a deciding request was sent, and all moves. */
export function watched(stepLog: StepLog, begun: readonly Move[], touched = new Set<string>()): Watched {
  const moves = [...begun];
  return {
    touched,
    moves,
    stepLog: {
      alsoMoved: (more) => {
        moves.push(...more);
        return stepLog.alsoMoved(more);
      },
      step: (request, send) => {
        const { reference } = request;
        // Deleting a digest deletes the tags that point to it.
        const tags = isDigest(reference) ? moves.filter(({ before }) => before === reference).map(({ tag }) => tag) : [reference];
        if (movesTags(request)) for (const tag of tags) touched.add(tag);
        return stepLog.step(request, send);
      },
    },
  };
}

/**
 * How a change that failed half-way ended, from where its tags point now. Only tags for which something was sent are checked: the others
 * are unchanged.
 */
export async function outcomeOf(
  { client, repository }: Place,
  moves: readonly Move[],
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
    if (now === after) end = isUnanswered(error) ? 'interrupted' : 'partly';
    // A tag on the empty image of a removal waits for a decision.
    else if (now !== null && (await isPlaceholder(client, repository, { digest: now, tag }).catch(() => true))) return 'interrupted';
  }
  return end;
}

type PartFailure = { readonly code: string; readonly data: unknown } | undefined;

const isOutcomeUnknown = (failure: PartFailure): boolean =>
  failure?.code === 'CONFLICT' && (failure.data as { what?: string }).what === 'outcome-unknown';

/**
 * What became of one part of a change. `half`: left on an empty image or without its digest. `wrong`: something happened that was not asked for, or
 * not all of what was.
 */
type Part = { readonly end: 'done' | 'undone' | 'wrong' | 'half' | 'unknown'; readonly failure?: PartFailure };

/** How a change ended, from its parts: the one rule for all kinds. What is half done or was interrupted waits for a decision. */
function endOf(parts: readonly Part[]): EndState {
  const has = (...ends: readonly Part['end'][]): boolean => parts.some(({ end }) => ends.includes(end));
  if (has('unknown') || parts.some(({ failure }) => isOutcomeUnknown(failure))) return 'unknown';
  if (has('half')) return 'interrupted';
  if (!has('undone', 'wrong')) return 'done';
  if (!has('done', 'wrong')) return 'failed';
  // What the registry did not confirm waits for a decision.
  return parts.some(({ failure }) => isUnanswered(failure)) ? 'interrupted' : 'partly';
}

const DELETE_ENDS: Readonly<Record<Exclude<DeleteItem['state'], 'vanished'>, Part['end']>> = {
  deleted: 'done',
  unchanged: 'undone',
  moved: 'undone',
  'not-tried': 'undone',
  lost: 'wrong',
  empty: 'half',
  'digest-deleted': 'half',
  unknown: 'unknown',
};

/** How a deletion ended. `vanished` is the doing of someone else. */
export const endOfDelete = (items: readonly Pick<DeleteItem, 'state' | 'failure'>[]): EndState =>
  endOf(
    items.flatMap(({ state, failure }): Part[] => {
      if (state === 'vanished') return [];
      return [{ end: state === 'deleted' && failure !== undefined ? 'wrong' : DELETE_ENDS[state], failure }];
    }),
  );

const RETAG_ENDS: Readonly<Record<RetagResult['state'], Part['end']>> = {
  moved: 'done',
  removed: 'done',
  unchanged: 'undone',
  'not-tried': 'undone',
  empty: 'half',
  unknown: 'unknown',
};

const COPY_ENDS: Readonly<Record<CopiedImage['state'], Part['end']>> = {
  copied: 'done',
  unchanged: 'undone',
  'not-tried': 'undone',
  unknown: 'unknown',
};

/** The same of a copy. */
export const endOfCopy = (images: readonly CopiedImage[]): EndState =>
  endOf(images.map(({ state, failure }) => ({ end: COPY_ENDS[state], failure })));

/** The same of a retag. */
export const endOfRetag = (results: readonly RetagResult[]): EndState =>
  endOf(results.map(({ state, failure }) => ({ end: RETAG_ENDS[state], failure })));
