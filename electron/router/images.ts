import type { ImageView, KnownLayers, LayerSharing } from '../../shared/contract/images.ts';
import { readImage } from '../browse/image.ts';
import { readReferrerKinds } from '../changes/core/referrers.ts';
import { implementation, type Services, written } from './base.ts';

/** A manifest by its digest. */
export type InImage = { readonly connectionId: string; readonly repository: string; readonly digest: string };

/** What is shown of a manifest. */
export function viewImage(context: Services, { connectionId, repository, digest }: InImage, signal?: AbortSignal): Promise<ImageView> {
  const client = context.clients.of(connectionId);
  const summaries = () => context.summaries.of(connectionId, repository);
  return readImage({ client, repository, content: context.cache.of(connectionId), summaries }, digest, signal);
}

export const images = {
  get: implementation.images.get.handler(({ input, context, signal }) => {
    context.files.startAhead();
    return viewImage(context, input, signal);
  }),
  resolve: implementation.images.resolve.handler(async ({ input: { connectionId, repository, tag }, context, signal }) => {
    const head = await context.clients.of(connectionId).head(repository, tag, signal);
    return head ? { digest: head.digest } : {};
  }),
  referrers: implementation.images.referrers.handler(({ input: { connectionId, ...image }, context, signal }) =>
    readReferrerKinds(context.clients.of(connectionId), image, signal),
  ),
  knownLayers: implementation.images.knownLayers.handler(async ({ input, context, signal }) => {
    await written(context);
    let known: KnownLayers = { layers: [] };
    await context.index.ask({ kind: 'known-layers', ...input }, (part) => (known = part), signal);
    return known;
  }),
  layerSharing: implementation.images.layerSharing.handler(async ({ input, context, signal }) => {
    await written(context);
    let sharing: LayerSharing = { tags: [], tagCount: 0, repositories: [], repositoryCount: 0 };
    await context.index.ask({ kind: 'layer-sharing', ...input }, (part) => (sharing = part), signal);
    return sharing;
  }),
};
