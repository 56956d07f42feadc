import { queryOptions } from '@tanstack/react-query';
import { bridge } from '../../lib/bridge.ts';
import { api, client } from '../../lib/client.ts';

// A plan is true for a moment: it is made anew whenever it is asked for.
const PLAN = { staleTime: 0, gcTime: 0 } as const;

/** What a copy would transfer. */
export const copyPlanQuery = (question: Parameters<typeof client.transfer.copy.plan>[0]) =>
  queryOptions(api.transfer.copy.plan.queryOptions({ input: question, ...PLAN }));

/** What a file would hold. */
export const savePlanQuery = (question: Parameters<typeof client.transfer.save.plan>[0]) =>
  queryOptions(api.transfer.save.plan.queryOptions({ input: question, ...PLAN }));

/** What saving files of an image, or a blob, would write. */
export const contentPlanQuery = (question: Parameters<typeof client.transfer.content.plan>[0]) =>
  queryOptions(api.transfer.content.plan.queryOptions({ input: question, ...PLAN }));

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

/** Bytes that are sent at once. */
const PART = 3 * 1024 * 1024;

/** The bytes in base64. */
const encoded = (part: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(',', 2)[1] ?? '');
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.readAsDataURL(part);
  });

/**
 * The path of a dropped file on the machine where Longshore runs: its own where that is known, else that of a copy, which is sent there in
 * parts. @throws what the application answers; the signal's reason.
 */
async function pathOfDropped(file: File, signal: AbortSignal, onSent: (bytes: number) => void): Promise<string> {
  const own = bridge()?.pathOf(file);
  if (own) return own;
  const { id } = await client.transfer.file.receive({ name: file.name, size: file.size });
  for (let at = 0; ; at += PART) {
    signal.throwIfAborted();
    const { path } = await client.transfer.file.append({ id, bytes: await encoded(file.slice(at, at + PART)) });
    if (path !== null) return path;
    onSent(Math.min(file.size, at + PART));
  }
}

/** The same as a query: sent once, and no more where the dialog is closed. */
export const droppedFileQuery = (file: File | undefined, onSent: (bytes: number) => void) =>
  queryOptions({
    queryKey: [...api.transfer.file.receive.key(), file?.name, file?.size, file?.lastModified],
    queryFn: ({ signal }) => pathOfDropped(file ?? new File([], ''), signal, onSent),
    enabled: file !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });

/** Begin a planned transfer. */
export const startCopy = (order: Parameters<typeof client.transfer.copy.start>[0]) => client.transfer.copy.start(order);
export const startSave = (order: Parameters<typeof client.transfer.save.start>[0]) => client.transfer.save.start(order);
export const startContent = (order: Parameters<typeof client.transfer.content.start>[0]) => client.transfer.content.start(order);
export const startLoad = (order: Parameters<typeof client.transfer.load.start>[0]) => client.transfer.load.start(order);
