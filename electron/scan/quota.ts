import type { Quota } from '../../shared/contract/connections.ts';

/** The share of a registry's limit that is left to the people and machines that pull. */
const LEFT_TO_OTHERS = 0.1;

/** The requests that a scan leaves. */
export const reserveOf = ({ limit }: Quota): number => Math.floor(limit * LEFT_TO_OTHERS);

/** Tells when a scan has used its part of a registry's limit. */
export class QuotaWatch {
  private usesAll = false;

  /** Whether to stop now. A person who resumes has said that the rest may be used, until the limit is renewed. */
  isDue(quota: Quota | undefined): boolean {
    const isLow = quota !== undefined && quota.remaining <= reserveOf(quota);
    const isDue = isLow && !this.usesAll;
    this.usesAll = isLow;
    return isDue;
  }
}
