import { queryOptions } from '@tanstack/react-query';
import { api } from '../../lib/client.ts';

/** One manifest by digest: what a digest names never changes, so it is asked for once. */
export const imageQuery = (connectionId: string, repository: string, digest: string) =>
  queryOptions(api.images.get.queryOptions({ input: { connectionId, repository, digest }, staleTime: Number.POSITIVE_INFINITY }));

/** What is attached to an image; `tags` are those named after it, where all of the repository's are known. */
export const referrersQuery = (connectionId: string, repository: string, digest: string, tags: readonly string[] | undefined) =>
  queryOptions(
    api.images.referrers.queryOptions({ input: { connectionId, repository, digest, ...(tags === undefined ? {} : { tags: [...tags] }) } }),
  );

/** An image whose layers are looked at: `tag` is the one that is shown, so that it is no other one. */
export type LayersOf = { readonly connectionId: string; readonly repository: string; readonly tag?: string };

/** What is known of layers, the lowest first: more of the registry may be read meanwhile. */
export const knownLayersQuery = (of: LayersOf, digests: readonly string[]) =>
  queryOptions(api.images.knownLayers.queryOptions({ input: { ...of, digests: [...digests] }, staleTime: 0 }));

/** Who else uses a layer. */
export const layerSharingQuery = (of: LayersOf, digest: string) =>
  queryOptions(api.images.layerSharing.queryOptions({ input: { ...of, digest }, staleTime: 0 }));
