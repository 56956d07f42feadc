import type { RetagResult } from '../../../shared/contract/retag.ts';
import { asValue, Failure, isFailure } from '../../../shared/errors.ts';
import { protectedOf } from '../../../shared/pattern.ts';
import { endOfRetag } from '../core/outcome.ts';
import type { ChangePorts } from '../core/ports.ts';
import { recorded, writableClient } from '../core/recorded.ts';
import type { StepLog } from '../core/step-log.ts';
import { takeTag } from '../delete/within-change.ts';
import { retag } from './plan.ts';

type Order = {
  readonly connectionId: string;
  readonly repository: string;
  readonly from: string;
  readonly digest: string;
  readonly targets: readonly { readonly to: string; readonly expected: string | null }[];
  readonly remove: boolean;
  readonly typed: readonly string[];
};

/** What is known of a tag whose change failed; nothing where the registry did not answer. */
function failed(tag: string, error: unknown): RetagResult {
  const isUnknown = isFailure(error, 'CONFLICT') && error.data.what === 'outcome-unknown';
  return { tag, state: isUnknown ? 'unknown' : 'unchanged', failure: asValue(error) };
}

/** Tries each target; one that fails keeps no other from it. */
async function moveAll(ports: ChangePorts, order: Order, stepLog: StepLog): Promise<{ results: RetagResult[]; first: unknown }> {
  const { connectionId, repository, from, digest, targets } = order;
  const client = writableClient(ports, connectionId);
  const cache = await ports.summaries.of(connectionId, repository);
  const results: RetagResult[] = [];
  let first: unknown;
  for (const { to, expected } of targets) {
    try {
      await retag({ client, repository, from, to, digest, expected: expected ?? undefined, trash: ports.trash, cache, stepLog });
      results.push({ tag: to, state: 'moved' });
    } catch (error) {
      first ??= error;
      results.push(failed(to, error));
    }
  }
  return { results, first };
}

/** Gives an image more tags, and where it is a move takes the old one away once every new one is proven. @throws Failure where nothing was done. */
export async function applyRetag(ports: ChangePorts, order: Order): Promise<{ changeId: string; results: RetagResult[] }> {
  const { connectionId, repository, from, digest, targets, remove, typed } = order;
  writableClient(ports, connectionId);
  const { protectedTags } = ports.clients.connection(connectionId);
  if (remove && protectedOf([from], protectedTags).some((name) => !typed.includes(name)))
    throw new Failure('CONFLICT', { what: 'not-confirmed', subject: from });
  const moves = [
    ...targets.map(({ to, expected }) => ({ tag: to, before: expected, after: digest })),
    ...(remove ? [{ tag: from, before: digest, after: null }] : []),
  ];
  const begin = { connectionId, repository, what: 'retag', tag: targets[0]?.to ?? '', from, moves } as const;
  const done = recorded(ports, begin, async (stepLog) => {
    const { results, first } = await moveAll(ports, order, stepLog);
    if (results.every(({ state }) => state === 'unchanged')) throw first;
    if (remove && first === undefined) {
      const taken = takeTag(ports, { connectionId, repository, tag: from, digest }, stepLog);
      results.push(
        await taken.then(
          ({ state, failure }): RetagResult =>
            state === 'moved'
              ? failed(from, new Failure('CONFLICT', { what: 'tag-moved', subject: from }))
              : { tag: from, state: state === 'deleted' ? 'removed' : state, ...(failure ? { failure } : {}) },
          (error: unknown) => failed(from, error),
        ),
      );
    }
    return { result: results, state: endOfRetag(results) };
  });
  const { result, change } = await done;
  return { changeId: change.id, results: result };
}
