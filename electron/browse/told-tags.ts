import type { ToldOfTag } from '../../shared/contract/tags.ts';
import { isFailure } from '../../shared/errors.ts';
import type { RegistryClient } from '../registry/client.ts';

/**
 * What the product alone says of the tags of a repository, such as when they were pulled last. Of a product that does not say, or says no more
 * from some page on, the rest is missing: never a failure.
 */
export async function readTold(
  client: RegistryClient,
  repository: string,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, ToldOfTag>> {
  const told = new Map<string, ToldOfTag>();
  try {
    for await (const rows of client.productApi.tagRows?.(repository, signal) ?? [])
      for (const row of rows) {
        const { pulled, immutable } = row.state === 'told' ? row.told : row;
        if (pulled !== undefined || immutable !== undefined) told.set(row.tag, { pulled, immutable });
      }
  } catch (error) {
    if (!isFailure(error)) throw error;
  }
  return told;
}
