import { queryOptions } from '@tanstack/react-query';
import type { CopyEvent, CopyPlan, CopyProgress } from '../../../shared/contract/copy.ts';
import { expectedBy, historyChanged } from '../../lib/changes.ts';
import { api, client } from '../../lib/client.ts';

/** What a copy would do; true for a moment, like every plan. */
export const copyPlanQuery = (question: Parameters<typeof client.changes.copy.plan>[0]) =>
  queryOptions(api.changes.copy.plan.queryOptions({ input: question, staleTime: 0, gcTime: 0 }));

/** What the target's tag was when the plan was made: a run does nothing where it is not. */
export const expectedOf = ({ current, digest }: CopyPlan): string | null => expectedBy(current, digest);

/** Where files go, and whether the system can ask for one. */
export const placeQuery = queryOptions(api.changes.archive.place.queryOptions({ staleTime: Number.POSITIVE_INFINITY }));

/** Asks for a file with the system's dialog; null where none was chosen. */
export const chooseFile = async (what: 'open' | 'save', path: string): Promise<string | null> =>
  (await client.changes.archive.choose({ what, path })).path;

/** What a file would hold. */
export const savePlanQuery = (question: Parameters<typeof client.changes.archive.planSave>[0]) =>
  queryOptions(api.changes.archive.planSave.queryOptions({ input: question, staleTime: 0, gcTime: 0 }));

/** What images a file holds; a file may be written again at any time. */
export const archiveQuery = (path: string) =>
  queryOptions(api.changes.archive.inspect.queryOptions({ input: { path }, staleTime: 0, gcTime: 0, retry: false }));

/** What loading an image would do. */
export const loadPlanQuery = (question: Parameters<typeof client.changes.archive.planLoad>[0]) =>
  queryOptions(api.changes.archive.planLoad.queryOptions({ input: question, staleTime: 0, gcTime: 0 }));

/** Goes through the events of a run to its end. */
async function toTheEnd<E extends { readonly kind: string }>(
  events: AsyncIterable<CopyProgress | E>,
  onProgress: (progress: CopyProgress) => void,
): Promise<Exclude<E, CopyProgress>> {
  for await (const event of events) {
    if (event.kind === 'progress') onProgress(event as CopyProgress);
    else return event as Exclude<E, CopyProgress>;
  }
  throw new Error('The run ended without an outcome');
}

/** Writes an image to a file and tells how far it has come. */
export const runSave = async (request: Parameters<typeof client.changes.archive.save>[0], onProgress: (progress: CopyProgress) => void) =>
  toTheEnd(await client.changes.archive.save(request), onProgress);

/** Brings an image from a file into a registry; resolves with its proof. */
export async function runLoad(request: Parameters<typeof client.changes.archive.load>[0], onProgress: (progress: CopyProgress) => void) {
  try {
    return await toTheEnd(await client.changes.archive.load(request), onProgress);
  } finally {
    void historyChanged();
  }
}

/** Carries a copy out and tells how far it has come; resolves with its proof. */
export async function runCopy(
  request: Parameters<typeof client.changes.copy.run>[0],
  onProgress: (progress: CopyProgress) => void,
): Promise<Extract<CopyEvent, { kind: 'done' }>> {
  try {
    return await toTheEnd(await client.changes.copy.run(request), onProgress);
  } finally {
    void historyChanged();
  }
}
