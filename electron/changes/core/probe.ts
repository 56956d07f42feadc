import { randomBytes } from 'node:crypto';
import { assertNever } from '../../../shared/assert-never.ts';
import { isFailure } from '../../../shared/errors.ts';
import type { RegistryClient } from '../../registry/client.ts';
import type { DeleteAnswer } from '../../registry/http/failure.ts';

/** What a registry would do with a DELETE, as far as a DELETE that hits nothing can tell. */
export type Ability = 'works' | 'refused' | 'no-permission' | 'unknown';
export type DeleteAbilities = { readonly byDigest: Ability; readonly byTag: Ability };

/** How a single tag is deleted: by the registry, or with an empty image in its place that is deleted. */
export type Way = 'tag-delete' | 'placeholder';

/** How a single tag can be deleted; undefined where it cannot. With `tagsFirst` a registry deletes no digest that a tag points to. */
export function wayOf({ byTag, byDigest }: DeleteAbilities, tagsFirst: boolean): Way | undefined {
  if (byTag === 'works') return 'tag-delete';
  return byDigest === 'works' && !tagsFirst ? 'placeholder' : undefined;
}

const REMEMBER_MS = 5 * 60_000;

function readDigestAnswer({ status }: DeleteAnswer): Ability {
  switch (status) {
    case 404:
    case 202:
      return 'works';
    case 405:
      return 'refused';
    default:
      return 'unknown';
  }
}

function readTagAnswer({ status }: DeleteAnswer): Ability {
  switch (status) {
    case 404:
    case 202:
      return 'works';
    // Distribution 2 reads a tag as a broken digest; others say that they do not do this.
    case 400:
    case 405:
      return 'refused';
    default:
      return 'unknown';
  }
}

async function tryDelete(
  client: RegistryClient,
  repository: string,
  kind: 'digest' | 'tag',
  signal: AbortSignal | undefined,
): Promise<Ability> {
  try {
    switch (kind) {
      case 'digest':
        return readDigestAnswer(await client.deleteManifest(repository, `sha256:${randomBytes(32).toString('hex')}`, signal));
      case 'tag':
        return readTagAnswer(
          await client.deleteTag(
            repository,
            `longshore-probe-${randomBytes(12).toString('hex')}`,
            `sha256:${randomBytes(32).toString('hex')}`,
            signal,
          ),
        );
      default:
        return assertNever(kind);
    }
  } catch (error) {
    if (isFailure(error, 'FORBIDDEN') || (isFailure(error, 'UNAUTHORIZED') && error.data.reason !== 'foreign-realm'))
      return 'no-permission';
    if (isFailure(error, 'REGISTRY')) return 'unknown';
    throw error;
  }
}

/**
 * Learns what can be deleted without touching anything: a DELETE of a random digest and of a random tag (docs/protocol.md section 5, the table).
 * What works is remembered per repository for five minutes.
 */
export class DeleteProbe {
  private readonly known = new Map<string, { readonly at: number; readonly abilities: DeleteAbilities }>();

  async ask(client: RegistryClient, connectionId: string, repository: string, signal: AbortSignal | undefined): Promise<DeleteAbilities> {
    const key = `${connectionId} ${repository}`;
    const known = this.known.get(key);
    if (known && performance.now() - known.at < REMEMBER_MS) return known.abilities;
    const byDigest = await tryDelete(client, repository, 'digest', signal);
    const byTag = await tryDelete(client, repository, 'tag', signal);
    const abilities = { byDigest, byTag };
    // Only what works is remembered: a refusal may be lifted while the person looks, and asking again costs two requests.
    if (byDigest === 'works' || byTag === 'works') this.known.set(key, { at: performance.now(), abilities });
    return abilities;
  }

  /** What deletions have shown of any repository of a registry, and nothing has asked since. */
  knownOf(connectionId: string): DeleteAbilities {
    const found = [...this.known].filter(([key]) => key.startsWith(`${connectionId} `)).map(([, { abilities }]) => abilities);
    const best = (way: keyof DeleteAbilities): Ability =>
      found.some((abilities) => abilities[way] === 'works') ? 'works' : (found[0]?.[way] ?? 'unknown');
    return { byDigest: best('byDigest'), byTag: best('byTag') };
  }

  /** Forgets a connection, because it was changed. */
  forget(connectionId: string): void {
    for (const key of this.known.keys()) if (key.startsWith(`${connectionId} `)) this.known.delete(key);
  }
}
