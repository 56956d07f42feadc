import { setImmediate as rest, setTimeout as wait } from 'node:timers/promises';
import { type TagEvent, tagEventSchema } from '../../shared/contract/tags.ts';
import { joinNames } from '../../shared/name-lines.ts';
import { OrderedTags } from '../../shared/oci/tag-order.ts';
import { readTags } from '../browse/tag-reader.ts';
import { RegistryClient } from '../registry/client.ts';
import type { Endpoint } from '../registry/endpoint.ts';
import { madeUpRepository, madeUpTag } from './made-up-repository.ts';

/** ms after the start for which the processor is the window's. */
const HEAD_START = 1_500;
const PARTS = 16;
/** Names of a part: so few that nothing has to wait for it. */
const NAMES = 300;

/** Puts names in order, as those of a large repository. */
async function orderNames(signal: AbortSignal): Promise<void> {
  for (let part = 0; part < PARTS && !signal.aborted; part++) {
    const tags = new OrderedTags();
    for (const from of [0, NAMES]) joinNames(tags.add(Array.from({ length: NAMES }, (_, i) => madeUpTag(from + i))).names);
    await rest();
  }
}

const REPOSITORY = 'warm-up';
const nothing = async (): Promise<undefined> => undefined;
const ENDPOINT: Endpoint = {
  ...{ id: '', url: 'http://127.0.0.1', ca: '', fingerprint: '', clientCertificate: '', trustedRealms: [], proxy: { kind: 'none' } },
  ...{ credential: nothing, clientKey: nothing },
};

/** Reads a repository whose answers are made up. */
export async function* readMadeUp(signal: AbortSignal): AsyncGenerator<TagEvent> {
  const client = new RegistryClient(ENDPOINT, { userAgent: '', answerOf: madeUpRepository(REPOSITORY) });
  const cache = { size: 0, get: () => undefined, set: () => {} };
  yield* readTags({ client, repository: REPOSITORY, cache, signal, onOrder: () => {} });
  await client.close();
}

/**
 * Reads a made-up repository once, shortly after the start. V8 compiles a function for speed after many calls: without this, the first repository that
 * a person opens waits for that. Resolves once that is done, or `signal` has ended it.
 */
export async function warmUp(signal: AbortSignal): Promise<void> {
  await wait(HEAD_START, undefined, { ref: false, signal });
  await orderNames(signal);
  for await (const event of readMadeUp(signal)) tagEventSchema.parse(event);
}
