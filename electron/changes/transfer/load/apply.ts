import { homedir } from 'node:os';
import { basename, isAbsolute, join } from 'node:path';
import type { CopyEvent } from '../../../../shared/contract/copy.ts';
import { Failure } from '../../../../shared/errors.ts';
import type { ChangePorts } from '../../core/ports.ts';
import { recorded, writableClient } from '../../core/recorded.ts';
import { blobsPresent } from '../copy/plan.ts';
import type { FileImage } from '../image-file/image.ts';
import type { OpenFiles } from '../image-file/open-files.ts';
import { sendPayload } from '../send.ts';

type Target = { readonly connectionId: string; readonly repository: string; readonly tag: string };

/** @throws Failure STORAGE for a path that depends on where the program was started. */
export function checkedPath(path: string): string {
  const whole = path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;
  if (!isAbsolute(whole)) throw new Failure('STORAGE', { path, reason: 'not a whole path' });
  return whole;
}

/** Works with an image of a file, once its layers are known to be what its config says. @throws Failure ARCHIVE. */
export function withImage<T>(
  archives: OpenFiles,
  { path, digest }: { path: string; digest: string },
  signal: AbortSignal,
  work: (image: FileImage) => Promise<T>,
): Promise<T> {
  return archives.use(checkedPath(path), signal, async ({ images }) => {
    const found = images.find(({ graph }) => graph.root.digest === digest);
    if (!found) throw new Failure('NOT_FOUND', { what: digest });
    await found.check(signal);
    return work(found);
  });
}

export type LoadOrder = { readonly path: string; readonly target: Target; readonly digest: string; readonly expected: string | null };

/** Brings an image of a file into a registry, in the history from before its first request. @throws Failure; the signal's reason. */
export async function load(
  ports: ChangePorts,
  { path, target, digest, expected }: LoadOrder,
  { graph, read }: FileImage,
  signal: AbortSignal,
  emit: (event: CopyEvent) => void,
): Promise<void> {
  const { connectionId, repository, tag } = target;
  const to = { client: writableClient(ports, connectionId), repository };
  const there = await blobsPresent(graph, to, signal);
  const cache = await ports.summaries.of(connectionId, repository);
  const moves = [{ tag, before: expected, after: digest }];
  const begin = { connectionId, repository, what: 'load', tag, from: basename(path), moves } as const;
  const done = recorded(ports, begin, async (stepLog) => {
    const tags = [{ tag, raw: graph.root, expected }];
    const job = { payload: graph, to, tags, there, mountFrom: undefined, read, trash: ports.trash, cache, stepLog, signal };
    return { result: await sendPayload(job, emit), state: 'done' };
  });
  const { result, change } = await done;
  emit({ kind: 'done', digest, changeId: change.id, ...result });
}
