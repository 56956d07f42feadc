import { z } from 'zod';

/** Where a digest in a manifest leads: to another manifest, a layer, or the config. */
export type DigestTarget = 'manifest' | 'layer' | 'config';

const described = z.object({ digest: z.string() }).optional().catch(undefined);
const list = z.array(described).nullish().catch(undefined);
const links = z.object({ config: described, subject: described, layers: list, blobs: list, manifests: list });

/** The digests of a manifest's text that lead somewhere. Those in annotations do not: what they name may be anywhere. */
export function digestTargets(manifest: string): ReadonlyMap<string, DigestTarget> {
  const targets = new Map<string, DigestTarget>();
  const add = (target: DigestTarget, items: z.infer<typeof list>): void => {
    for (const item of items ?? []) if (item && !targets.has(item.digest)) targets.set(item.digest, target);
  };
  try {
    const { config, subject, layers, blobs, manifests } = links.parse(JSON.parse(manifest));
    add('manifest', [subject, ...(manifests ?? [])]);
    add('config', [config]);
    add('layer', [...(layers ?? []), ...(blobs ?? [])]);
  } catch {
    // Text that is no JSON has no links.
  }
  return targets;
}

/** JSON with line breaks; text that is no JSON as it is. */
export function formattedJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
