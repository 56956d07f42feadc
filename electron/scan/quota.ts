import type { Quota } from '../../shared/contract/connections.ts';

/** The share of a registry's limit that is left to the people and machines that pull. */
const LEFT_TO_OTHERS = 0.1;

/** Tells when a scan has used its part of a registry's limit. */
export class QuotaWatch {
  private usesAll = false;

  /** Whether to stop now. A person who resumes has said that the rest may be used, until the limit is renewed. */
  isDue(quota: Quota | undefined): boolean {
    const isLow = quota !== undefined && quota.remaining <= quota.limit * LEFT_TO_OTHERS;
    const isDue = isLow && !this.usesAll;
    this.usesAll = isLow;
    return isDue;
  }
}
