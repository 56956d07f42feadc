import { listUntagged } from '../browse/untagged.ts';
import type { SeenUntagged } from '../index/untagged.ts';
import { implementation } from './base.ts';

export const untagged = {
  list: implementation.untagged.list.handler(async function* ({ input, context: { clients, index }, signal }) {
    let seen: SeenUntagged | undefined;
    await index.ask({ kind: 'untagged', ...input }, (part) => (seen = part)).catch(() => {});
    const onNotFound = (digests: readonly string[]): void => void index.ask({ kind: 'not-found', ...input, digests }).catch(() => {});
    yield* listUntagged({ client: clients.of(input.connectionId), repository: input.repository, seen, onNotFound, signal });
  }),
};
