import type { DeleteItem } from '../../../shared/contract/delete.ts';
import { Failure } from '../../../shared/errors.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { retry } from '../../registry/http/retry.ts';
import type { ReachAgain } from '../core/ports.ts';

/** A registry that cannot be reached is asked again for about half a minute. */
export const REACH_AGAIN: ReachAgain = { tries: 6, pause: 1_000 };
/** How often one step is begun again: a registry that answers this question and no other is given up. */
const STEP_TRIES = 3;

type ValueFailure = NonNullable<DeleteItem['failure']>;
type Result = Pick<DeleteItem, 'state' | 'failure'>;

const isUnreached = (error: unknown): boolean => error instanceof Failure && (error.code === 'NETWORK' || error.code === 'TIMEOUT');

/** Why nothing of a step was sent, where that is that the registry was not reached. */
function unreachedIn(items: readonly Result[]): ValueFailure | undefined {
  const failures = items.map(({ state, failure }) => (state === 'not-tried' ? failure : undefined));
  const isAll = failures.every((failure) => failure?.code === 'NETWORK' || failure?.code === 'TIMEOUT');
  return isAll ? failures[0] : undefined;
}

/** Waits for a registry that cannot be reached in the middle of many steps, and gives up for all that are left. */
export class Reach {
  private readonly client: RegistryClient;
  private readonly signal: AbortSignal;
  private readonly again: ReachAgain;
  /** Why the registry was given up. */
  lost: ValueFailure | undefined;

  constructor(client: RegistryClient, signal: AbortSignal, again: ReachAgain) {
    this.client = client;
    this.signal = signal;
    this.again = again;
  }

  /** Takes one step, again once the registry is back where nothing of it was sent. After it was given up no step is taken. */
  async step<T extends Result>(
    work: () => Promise<readonly T[]>,
    notTried: (failure: ValueFailure) => readonly T[],
  ): Promise<readonly T[]> {
    for (let attempt = 1; !this.lost; attempt++) {
      const items = await work();
      const failure = unreachedIn(items);
      if (!failure) return items;
      if (attempt === STEP_TRIES || !(await this.isBack())) this.lost = failure;
    }
    return notTried(this.lost);
  }

  private async isBack(): Promise<boolean> {
    const ask = (): Promise<boolean> =>
      this.client.ping(this.signal).then(
        () => true,
        (error: unknown) => {
          if (isUnreached(error)) throw error;
          return true;
        },
      );
    return retry(ask, { ...this.again, told: 'tries', when: isUnreached, signal: this.signal }).catch(() => false);
  }
}
