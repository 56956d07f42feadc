import { type FileUsers, MAX_DRAGGED } from '../../shared/contract/files.ts';
import { Failure } from '../../shared/errors.ts';
import { suggestedName } from '../changes/transfer/content/suggested-name.ts';
import { diffFiles } from '../layers/diff/file-diff.ts';
import type { LayeredImage } from '../layers/image-files.ts';
import { previewOf } from '../layers/preview.ts';
import { implementation, never, type Services, written } from './base.ts';
import { type InImage, viewImage } from './images.ts';

/** The layers of an image, and the folders of its PATH. @throws Failure UNSUPPORTED of what has none, such as an index. */
export async function describe(
  context: Services,
  image: InImage,
  signal?: AbortSignal,
): Promise<LayeredImage & { readonly pathFolders: string[] }> {
  const view = await viewImage(context, image, signal);
  if (view.kind !== 'image' && view.kind !== 'artifact')
    throw new Failure('UNSUPPORTED', { feature: 'media-type', detail: view.mediaType });
  const path = view.kind === 'image' ? view.config?.env.find((line) => line.startsWith('PATH='))?.slice('PATH='.length) : undefined;
  // What engines use where an image says nothing.
  const pathFolders = (path ?? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin').split(':').filter((folder) => folder !== '');
  const { repository, digest } = image;
  return {
    client: context.clients.of(image.connectionId),
    repository,
    digest,
    annotations: view.annotations,
    layers: view.layers,
    pathFolders,
  };
}

export const files = {
  plan: implementation.files.plan.handler(async ({ input, context, signal }) => context.files.plan(await describe(context, input, signal))),
  read: implementation.files.read.handler(async function* ({ input, context, signal = never() }) {
    yield* context.files.read(await describe(context, input, signal), input.full, signal);
  }),
  folder: implementation.files.folder.handler(({ input, context, signal }) => {
    const { digest, layer, path, withDeleted } = input;
    return context.files.ask({ kind: 'folder', image: digest, layer, path, withDeleted }, () => describe(context, input, signal));
  }),
  entry: implementation.files.entry.handler(({ input, context, signal }) => {
    const { digest, layer, path } = input;
    return context.files.ask({ kind: 'entry', image: digest, layer, path }, () => describe(context, input, signal));
  }),
  find: implementation.files.find.handler(async ({ input, context, signal }) => {
    const { digest, layer, text, minSize, marks, changedIn, withDeleted } = input;
    const image = await describe(context, input, signal);
    const asked = { text, minSize, marks, changedIn, withDeleted, pathFolders: image.pathFolders };
    return context.files.ask({ kind: 'find', image: digest, layer, ...asked }, async () => image);
  }),
  content: implementation.files.content.handler(async ({ input, context, signal = never() }) => {
    const found = await context.files.find(await describe(context, input, signal), input.layer, input.path);
    return previewOf(found, signal);
  }),
  drag: implementation.files.drag.handler(async ({ input, context, signal = never() }) => {
    const { repository, digest, layer, path } = input;
    if (!context.startDrag) return { isDragged: false };
    const { size, read } = await context.files.find(await describe(context, input, signal), layer, path);
    const bytes = size > MAX_DRAGGED ? undefined : read(signal);
    if (!bytes) return { isDragged: false };
    const name = suggestedName(repository, { kind: 'files', digest, path }, 'file');
    await context.startDrag(await context.dragged.write(name, bytes, signal));
    return { isDragged: true };
  }),
  where: implementation.files.where.handler(async ({ input, context, signal }) => {
    await written(context);
    let users: FileUsers = { users: [], more: false, layers: 0 };
    await context.index.ask({ kind: 'file-users', ...input }, (part) => (users = part), signal);
    return users;
  }),
  compare: implementation.files.compare.handler(({ input: { from, to }, context, signal }) =>
    context.files.compare(from.digest, to.digest, () => Promise.all([describe(context, from, signal), describe(context, to, signal)])),
  ),
  diff: implementation.files.diff.handler(async ({ input: { from, to, path }, context, signal = never() }) => {
    const find = async (image: InImage) => context.files.find(await describe(context, image, signal), undefined, path);
    const [before, after] = await Promise.all([from && find(from), to && find(to)]);
    return diffFiles(before, after, signal);
  }),
  wasted: implementation.files.wasted.handler(({ input, context, signal }) =>
    context.files.ask({ kind: 'wasted', image: input.digest }, () => describe(context, input, signal)),
  ),
};
