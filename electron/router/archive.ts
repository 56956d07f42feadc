import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { SaveEvent } from '../../shared/contract/archive.ts';
import type { CopyEvent } from '../../shared/contract/copy.ts';
import { isDockerType, isIndexType } from '../../shared/oci/media-types.ts';
import { writableClient } from '../changes/core/recorded.ts';
import { planPayload, shareOf } from '../changes/transfer/copy/plan.ts';
import { readGraph } from '../changes/transfer/graph.ts';
import type { Replace } from '../changes/transfer/image-file/target.ts';
import { type FileFormat, writeImageFile } from '../changes/transfer/image-file/write.ts';
import { checkedPath, load, withImage } from '../changes/transfer/load/apply.ts';
import { sourceOf } from '../changes/transfer/payload.ts';
import { emitted } from '../registry/async-queue.ts';
import { implementation } from './base.ts';

async function downloads(): Promise<string> {
  const folder = join(homedir(), 'Downloads');
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isFolder ? folder : homedir();
}

/** What docker loads is one image and nothing about it. */
const hasAttestations = (format: FileFormat): boolean => format === 'oci';

const never = (): AbortSignal => new AbortController().signal;

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
    return emitted<SaveEvent>(
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
          emit({ kind: 'done', path, bytes: await writeImageFile(job, emit) });
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
    withImage(context.archives, { path, digest: image }, signal, async ({ graph }) => {
      const { connectionId, repository, tag } = target;
      const cache = await context.summaries.of(connectionId, repository);
      const to = { client: context.clients.of(connectionId), repository, tag };
      return planPayload({ ...graph, referrers: [] }, { to, sameRegistry: false, cache, signal });
    }),
  ),
  load: implementation.changes.archive.load.handler(({ input: { runId, ...order }, context }) => {
    writableClient(context, order.target.connectionId);
    return emitted<CopyEvent>(
      (emit) =>
        context.runs.under(runId, ({ signal }) =>
          withImage(context.archives, order, signal, (image) => load(context, order, image, signal, emit)),
        ),
      () => context.runs.say(runId, 'stop'),
    );
  }),
};
