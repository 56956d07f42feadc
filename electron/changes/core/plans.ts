import { randomUUID } from 'node:crypto';
import { Failure } from '../../../shared/errors.ts';

/** Large plans that are kept: one for each of a few open windows. */
const MOST = 4;

/** Plans by their ids: what a person confirms is carried out as it was planned here, and is not sent to the page and back. */
export class Plans<T> {
  private readonly kept = new Map<string, T>();
  private readonly most: number;

  constructor(most = MOST) {
    this.most = most;
  }

  /** Keeps a plan; its id. The oldest one makes room. */
  keep(plan: T): string {
    const id = randomUUID();
    this.kept.set(id, plan);
    for (const old of this.kept.keys()) if (this.kept.size > this.most) this.kept.delete(old);
    return id;
  }

  /** @throws Failure CONFLICT `plan-expired` for one that is no longer kept. */
  get(id: string): T {
    const plan = this.kept.get(id);
    if (plan === undefined) throw new Failure('CONFLICT', { what: 'plan-expired', subject: '' });
    return plan;
  }
}
