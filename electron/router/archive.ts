import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, isAbsolute, join } from 'node:path';
import type { SaveEvent } from '../../shared/contract/archive.ts';
import type { CopyEvent } from '../../shared/contract/copy.ts';
import { Failure } from '../../shared/errors.ts';
import { isDockerType, isIndexType } from '../../shared/media-types.ts';
import type { ArchivedImage } from '../changes/archive/image.ts';
import type { Replace } from '../changes/archive/target.ts';
import { type ArchiveFormat, saveArchive } from '../changes/archive/write.ts';
import { sourceOf } from '../changes/copy/cargo.ts';
import { readGraph } from '../changes/copy/graph.ts';
import { blobsThere, planCargo, shareOf } from '../changes/copy/plan.ts';
import { runCopy } from '../changes/copy/run.ts';
import { relay } from '../changes/relay.ts';
import { implementation, type Services } from './base.ts';
import { recorded, writableClient } from './recorded.ts';

type Target = { readonly connectionId: string; readonly repository: string; readonly tag: string };

/** @throws Failure STORAGE for a path that depends on where the program was started. */
function checkedPath(path: string): string {
  const whole = path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;
  if (!isAbsolute(whole)) throw new Failure('STORAGE', { path, reason: 'not a whole path' });
  return whole;
}

async function downloads(): Promise<string> {
  const folder = join(homedir(), 'Downloads');
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isFolder ? folder : homedir();
}

/** Works with an image of a file, once its layers are known to be what its config says. @throws Failure ARCHIVE. */
function withImage<T>(
  { archives }: Services,
  { path, digest }: { path: string; digest: string },
  signal: AbortSignal,
  work: (image: ArchivedImage) => Promise<T>,
): Promise<T> {
  return archives.use(checkedPath(path), signal, async ({ images }) => {
    const found = images.find(({ graph }) => graph.root.digest === digest);
    if (!found) throw new Failure('NOT_FOUND', { what: digest });
    await found.check(signal);
    return work(found);
  });
}

/** What docker loads is one image and nothing about it. */
const hasAttestations = (format: ArchiveFormat): boolean => format === 'oci';

const never = (): AbortSignal => new AbortController().signal;

type LoadOrder = { readonly path: string; readonly target: Target; readonly digest: string; readonly expected: string | null };

async function load(
  services: Services,
  { path, target, digest, expected }: LoadOrder,
  { graph, read }: ArchivedImage,
  signal: AbortSignal,
  emit: (event: CopyEvent) => void,
): Promise<void> {
  const { connectionId, repository, tag } = target;
  const to = { client: writableClient(services, connectionId), repository };
  const there = await blobsThere(graph, to, signal);
  const cache = await services.summaries.of(connectionId, repository);
  const moves = [{ tag, before: expected, after: digest }];
  const begin = { connectionId, repository, what: 'load', tag, from: basename(path), moves } as const;
  const done = recorded(services, begin, async (recorder) => {
    const tags = [{ tag, raw: graph.root, expected }];
    const job = { cargo: graph, to, tags, there, mountFrom: undefined, read, keeper: services.kept, cache, recorder, signal };
    return { result: await runCopy(job, emit), state: 'done' };
  });
  const { result, change } = await services.running.track(connectionId, done);
  emit({ kind: 'done', digest, changeId: change.id, ...result });
}

export const archive = {
  place: implementation.changes.archive.place.handler(async ({ context }) => ({
    folder: await downloads(),
    canChoose: context.chooseFile !== undefined,
  })),
  choose: implementation.changes.archive.choose.handler(async ({ input: { what, path }, context }) => {
    const chosen = await context.chooseFile?.(what, path);
    if (chosen !== undefined && what === 'save') context.chosenFiles.add(chosen);
    return { path: chosen ?? null };
  }),
  planSave: implementation.changes.archive.planSave.handler(async ({ input, context, signal }) => {
    const { connectionId, repository, tag, platforms, format } = input;
    const client = context.clients.of(connectionId);
    const graph = await readGraph(sourceOf({ client, repository }, signal), tag, platforms, hasAttestations(format));
    const { root, whole } = graph;
    return {
      digest: root.digest,
      whole: whole.digest,
      isIndex: isIndexType(root.mediaType),
      isDocker: graph.manifests.some(({ mediaType }) => isDockerType(mediaType)),
      missing: [...graph.missing],
      foreign: shareOf([...graph.foreign]),
      platforms: [...graph.platforms],
      ...shareOf([...graph.blobs]),
    };
  }),
  save: implementation.changes.archive.save.handler(({ input, context }) => {
    const { runId, connectionId, repository, tag, digest, platforms, format, replace } = input;
    const client = context.clients.of(connectionId);
    const path = checkedPath(input.path);
    const allowed: Replace = context.chosenFiles.has(path) ? 'anything' : 'tar';
    return relay<SaveEvent>(
      (emit) =>
        context.runs.under(runId, async ({ signal }) => {
          const graph = await readGraph(sourceOf({ client, repository }, signal), digest, platforms, hasAttestations(format));
          const name = format === 'oci' ? tag : `${client.host}/${repository}:${tag}`;
          const job = {
            graph,
            format,
            name,
            path,
            replace: replace ? allowed : ('nothing' as const),
            note: (part: string) => context.unfinished.note(part),
            read: (blob: string, offset: number, stop: AbortSignal) => client.blobs.read(repository, blob, offset, stop),
            signal,
          };
          emit({ kind: 'done', path, bytes: await saveArchive(job, emit) });
        }),
      () => context.runs.say(runId, 'stop'),
    );
  }),
  inspect: implementation.changes.archive.inspect.handler(({ input: { path }, context, signal = never() }) =>
    context.archives.use(checkedPath(path), signal, async ({ images, incomplete }) => ({
      images: images.map(({ name, graph }) => ({
        name,
        digest: graph.root.digest,
        platforms: graph.platforms.map((platform) => platform.name),
        bytes: [...graph.blobs.values()].reduce((sum, size) => sum + size, 0),
      })),
      incomplete: [...incomplete],
    })),
  ),
  planLoad: implementation.changes.archive.planLoad.handler(({ input: { path, image, target }, context, signal = never() }) =>
    withImage(context, { path, digest: image }, signal, async ({ graph }) => {
      const { connectionId, repository, tag } = target;
      const cache = await context.summaries.of(connectionId, repository);
      const to = { client: context.clients.of(connectionId), repository, tag };
      return planCargo({ ...graph, companions: [] }, { to, sameRegistry: false, cache, signal });
    }),
  ),
  load: implementation.changes.archive.load.handler(({ input: { runId, ...order }, context }) => {
    writableClient(context, order.target.connectionId);
    return relay<CopyEvent>(
      (emit) =>
        context.runs.under(runId, ({ signal }) => withImage(context, order, signal, (image) => load(context, order, image, signal, emit))),
      () => context.runs.say(runId, 'stop'),
    );
  }),
};
