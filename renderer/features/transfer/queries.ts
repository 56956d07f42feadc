import { queryOptions } from '@tanstack/react-query';
import { api, client } from '../../lib/client.ts';

// A plan is true for a moment: it is made anew whenever it is asked for.
const PLAN = { staleTime: 0, gcTime: 0 } as const;

/** What a copy would transfer. */
export const copyPlanQuery = (question: Parameters<typeof client.transfer.copy.plan>[0]) =>
  queryOptions(api.transfer.copy.plan.queryOptions({ input: question, ...PLAN }));

/** What a file would hold. */
export const savePlanQuery = (question: Parameters<typeof client.transfer.save.plan>[0]) =>
  queryOptions(api.transfer.save.plan.queryOptions({ input: question, ...PLAN }));

/** What loading an image would transfer. */
export const loadPlanQuery = (question: Parameters<typeof client.transfer.load.plan>[0]) =>
  queryOptions(api.transfer.load.plan.queryOptions({ input: question, ...PLAN }));

/** What images a file holds; a file may be written again at any time. */
export const imageFileQuery = (path: string) =>
  queryOptions(api.transfer.file.inspect.queryOptions({ input: { path }, ...PLAN, retry: false }));

/** Where files go, and whether the system can ask for one. */
export const folderQuery = queryOptions(api.transfer.file.folder.queryOptions({ staleTime: Number.POSITIVE_INFINITY }));

/** Asks for a file with the system's dialog; null where none was chosen. */
export const chooseFile = async (what: 'open' | 'save', path: string): Promise<string | null> =>
  (await client.transfer.file.choose({ what, path })).path;

/** Begin a planned transfer. */
export const startCopy = (order: Parameters<typeof client.transfer.copy.start>[0]) => client.transfer.copy.start(order);
export const startSave = (order: Parameters<typeof client.transfer.save.start>[0]) => client.transfer.save.start(order);
export const startLoad = (order: Parameters<typeof client.transfer.load.start>[0]) => client.transfer.load.start(order);
