import { z } from 'zod';
import type { ReadTag } from '../../../shared/contract/tags.ts';
import { isDigest } from '../../../shared/oci/digest.ts';
import { isIndexType } from '../../../shared/oci/media-types.ts';
import { isTag } from '../../../shared/oci/reference.ts';
import { limits } from '../http/limits.ts';
import type { Transport } from '../transport.ts';
import { type ProductApi, readAnswer } from './api.ts';

// go-containerregistry pkg/v1/google/list.go: the numbers are strings, in bytes and ms.
const count = z.coerce.number().int().nonnegative().optional().catch(undefined);
const list = z.object({
  manifest: z.record(
    z.string(),
    z.object({ imageSizeBytes: count, mediaType: z.string().default(''), timeCreatedMs: count, tag: z.array(z.string()).nullish() }),
  ),
});

/** ISO 8601; undefined where there is none, or one that no calendar has. */
function timeOf(ms: number | undefined): string | undefined {
  const time = new Date(ms || Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

/** Google Artifact Registry: `tags/list` tells of every manifest, too. A digest cannot be deleted while it has a tag. */
export function gar(transport: Transport): ProductApi {
  return {
    async *tagRows(repository, signal) {
      const answer = await transport.send({
        method: 'GET',
        path: `${repository}/tags/list`,
        scopes: [`repository:${repository}:pull`],
        expect: [200],
        limit: limits.listPage,
        what: 'tags',
        action: 'list',
        signal,
      });
      const { manifest } = readAnswer(list, answer.body, 'tags');
      yield Object.entries(manifest).flatMap(([digest, { imageSizeBytes, mediaType, timeCreatedMs, tag }]): ReadTag[] => {
        // The platforms of an index and its size are in its manifest alone: those are read in the usual way.
        if (!isDigest(digest) || isIndexType(mediaType)) return [];
        const created = timeOf(timeCreatedMs);
        const row = {
          state: 'read',
          digest,
          mediaType,
          kind: 'image',
          content: 'image',
          platforms: [],
          ...(imageSizeBytes ? { size: imageSizeBytes } : {}),
        } as const;
        return (tag ?? []).filter(isTag).map((name) => ({ ...row, platforms: [], tag: name, ...(created ? { created } : {}) }));
      });
    },
  };
}
