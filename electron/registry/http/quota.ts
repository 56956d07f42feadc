import type { Quota } from '../../../shared/contract/connections.ts';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

const NAMES = [
  // `100;w=21600`: a window in seconds (docs/protocol.md section 6).
  ['ratelimit-limit', 'ratelimit-remaining'],
  ['x-ratelimit-limit', 'x-ratelimit-remaining'],
] as const;

/** How many requests a registry says are left, out of how many, in a window of seconds; undefined where it says nothing. */
export function readQuota(headers: Headers): Quota | undefined {
  for (const [limitName, remainingName] of NAMES) {
    if (headers[limitName] === undefined) continue;
    const limit = /^(\d{1,9})(?:;w=(\d{1,9}))?/.exec(String(headers[limitName] ?? ''));
    const remaining = /^(\d{1,9})/.exec(String(headers[remainingName] ?? ''));
    if (!limit?.[1] || !remaining?.[1]) continue;
    return { limit: Number(limit[1]), remaining: Number(remaining[1]), ...(limit[2] ? { windowSeconds: Number(limit[2]) } : {}) };
  }
  return undefined;
}
