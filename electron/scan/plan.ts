import type { Coverage } from '../../shared/contract/local-index.ts';
import type { ScanPlan } from '../../shared/contract/scan.ts';
import type { ScanSample } from '../index/scans.ts';
import type { ScanPorts } from './ports.ts';
import { reserveOf } from './quota.ts';

/** Rows that a product with an API of its own tells of in one request. */
const TOLD = 100;

/** Repositories that stand for others at least. A person opens the largest first: the first few say too much of the rest. */
const FEWEST = 5;

type Facts = {
  readonly coverage: Pick<Coverage, 'read' | 'known'>;
  readonly sample: ScanSample;
  /** The product tells of many tags at once. */
  readonly tellsRows: boolean;
};

/**
 * About how many requests a scan sends, by the repositories that were read before, where those are enough to tell. Of one that is new: its list, each tag, each manifest below an
 * index, and the config of each image. Of one that is known: its list, and each tag.
 */
export function effortOf({ coverage: { read, known }, sample, tellsRows }: Facts): Pick<ScanPlan, 'unread' | 'all'> {
  const unread = known - read;
  const { repositories, tags, untagged, images } = sample;
  const atOnce = tellsRows ? TOLD : 1;
  const ofAll = { repositories: known, atLeast: known + Math.round(tags / atOnce) };
  const ofUnread = { repositories: unread, atLeast: unread };
  if (repositories === 0) return { unread: { ...ofUnread, requests: unread === 0 ? 0 : null }, all: { ...ofAll, requests: null } };
  const ofTags = tags / repositories / atOnce;
  const ofKnown = 1 + ofTags;
  const ofNew = tellsRows ? ofKnown : ofKnown + (untagged + images) / repositories;
  const requests = unread === 0 ? 0 : repositories < FEWEST ? null : Math.round(unread * ofNew);
  const again = requests === null ? null : requests + Math.round(read * ofKnown);
  return { unread: { ...ofUnread, requests }, all: { ...ofAll, requests: again } };
}

/** What a scan of a registry would do, as far as the index can tell. */
export async function planScan({ clients, index, runs }: ScanPorts, connectionId: string): Promise<ScanPlan> {
  const client = clients.of(connectionId);
  let coverage: Coverage = { read: 0, known: 0 };
  let sample: ScanSample = { repositories: 0, tags: 0, untagged: 0, images: 0 };
  await index.ask({ kind: 'coverage', connectionId }, (part) => (coverage = part)).catch(() => {});
  await index.ask({ kind: 'sample', connectionId }, (part) => (sample = part)).catch(() => {});
  const { quota } = client;
  const runId = runs.under('scan', connectionId);
  return {
    // Docker Hub, which counts pulls, tells of tags and not what their rows need.
    ...effortOf({ coverage, sample, tellsRows: client.productApi.tagRows !== undefined && !client.product.countsPulls }),
    countsPulls: client.product.countsPulls === true,
    ...(quota ? { quota: { ...quota, reserve: reserveOf(quota) } } : {}),
    ...(runId === undefined ? {} : { runId }),
  };
}
