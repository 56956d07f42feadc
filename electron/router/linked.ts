import { missingBlobs } from '../browse/linked/blobs.ts';
import { readLinkedDocument, verifyLinkedDocument } from '../browse/linked/documents/document.ts';
import { gatherLinked } from '../browse/linked/gather.ts';
import { linkedTree } from '../browse/linked/tree.ts';
import { startCheck } from '../scan/check-links.ts';
import { implementation } from './base.ts';

export const linked = {
  check: implementation.linked.check.handler(({ input, context }) => ({
    runId: startCheck(context, context.cache.of(input.connectionId), input),
  })),
  read: implementation.linked.read.handler(async ({ input: { connectionId, repository, digest, tag, tags }, context, signal }) => {
    const client = context.clients.of(connectionId);
    return linkedTree(await gatherLinked({ client, repository, content: context.cache.of(connectionId), tags, signal }, digest, tag));
  }),
  blobs: implementation.linked.blobs.handler(({ input: { connectionId, repository, digest }, context, signal }) =>
    missingBlobs({ client: context.clients.of(connectionId), repository, content: context.cache.of(connectionId), signal }, digest),
  ),
  document: implementation.linked.document.handler(async function* ({ input: { connectionId, repository, ...address }, context, signal }) {
    yield* readLinkedDocument(
      { client: context.clients.of(connectionId), repository, content: context.cache.of(connectionId), signal },
      address,
    );
  }),
  verify: implementation.linked.verify.handler(({ input: { connectionId, repository, ...asked }, context, signal }) =>
    verifyLinkedDocument({ client: context.clients.of(connectionId), repository, content: context.cache.of(connectionId), signal }, asked),
  ),
};
