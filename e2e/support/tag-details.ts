import type { ImageSummary } from '../../electron/browse/image-summary.ts';
import { readTags } from '../../electron/browse/tag-reader.ts';
import type { RegistryClient } from '../../electron/registry/client.ts';
import type { TagDetail } from '../../shared/contract/tags.ts';

/** Reads a repository and gives the last that was said of each tag. `known` is what was read before, and takes what is read. */
export async function tagDetails(
  client: RegistryClient,
  repository: string,
  known = new Map<string, ImageSummary>(),
): Promise<Map<string, TagDetail>> {
  const cache = {
    get: (digest: string) => known.get(digest),
    set: (summary: ImageSummary) => void known.set(summary.digest, summary),
    size: known.size,
  };
  const details = new Map<string, TagDetail>();
  for await (const event of readTags({ client, repository, cache, signal: undefined, onOrder: () => {} }))
    if (event.kind === 'details') for (const detail of event.details) details.set(detail.tag, detail);
  return details;
}
