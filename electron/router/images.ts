import { readImage } from '../browse/image.ts';
import { readReferrerKinds } from '../changes/core/referrers.ts';
import { implementation } from './base.ts';

export const images = {
  resolve: implementation.images.resolve.handler(async ({ input: { connectionId, repository, tag }, context, signal }) => {
    const head = await context.clients.of(connectionId).head(repository, tag, signal);
    return head ? { digest: head.digest } : {};
  }),
  get: implementation.images.get.handler(({ input: { connectionId, repository, digest }, context, signal }) => {
    const client = context.clients.of(connectionId);
    const summaries = () => context.summaries.of(connectionId, repository);
    return readImage({ client, repository, content: context.cache.of(connectionId), summaries }, digest, signal);
  }),
  referrers: implementation.images.referrers.handler(({ input: { connectionId, ...image }, context, signal }) =>
    readReferrerKinds(context.clients.of(connectionId), image, signal),
  ),
};
