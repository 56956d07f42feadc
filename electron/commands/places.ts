import type { Connection } from '../../shared/contract/connections.ts';
import { registryBase } from '../../shared/oci/reference.ts';
import { type LinkAnswer, type Place, placeFromQuery, placeFromUrl } from '../../shared/place.ts';
import { Refusal } from './exit-codes.ts';

/** What a reference on the command line names. */
export type Named = {
  readonly connection: Connection;
  readonly repository: string | undefined;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
};

/** Schemes that other tools put before a reference. */
const SCHEME = /^(?:https?|docker|oci):\/\//;

function answerFor(text: string, connections: readonly Connection[]): LinkAnswer {
  if (text.startsWith('longshore:')) return placeFromUrl(text, connections);
  return placeFromQuery(`ref=${encodeURIComponent(text.replace(SCHEME, '').replace(/\/$/, ''))}`, connections);
}

/** A registry may be called by the name that it has in Longshore: `Production/team/api:1.0`. */
function byName(text: string, connections: readonly Connection[]): Connection | undefined {
  const called = connections.filter(({ name }) => text === name || text.startsWith(`${name}/`));
  const longest = Math.max(...called.map(({ name }) => name.length));
  const [found, other] = called.filter(({ name }) => name.length === longest);
  if (found && other) throw new Refusal('usage', `Two saved registries are called "${found.name}". Write the address instead.`);
  return found;
}

/**
 * The saved registry and what of it a reference names. The host decides, and of several registries there the longest path; a host that is not saved is
 * never asked. @throws Refusal.
 */
export function placeOf(text: string, connections: readonly Connection[]): Named {
  let answer = answerFor(text, connections);
  const called = answer.kind === 'place' ? undefined : byName(text, connections);
  if (called) answer = answerFor(registryBase(called.url) + text.slice(called.name.length), [called]);
  switch (answer.kind) {
    case 'place':
      return namedBy(answer.place, connections);
    case 'unknown-registry':
      throw new Refusal('not-found', `No saved registry is at ${answer.host}. Nothing was sent there; add it in Longshore first.`);
    default:
      throw new Refusal(
        'usage',
        `"${text}" names nothing in a saved registry. A reference is HOST/REPOSITORY:TAG or HOST/REPOSITORY@DIGEST.`,
      );
  }
}

function namedBy({ connectionId, repository, reference }: Place, connections: readonly Connection[]): Named {
  const connection = connections.find(({ id }) => id === connectionId);
  if (!connection) throw new Refusal('not-found', 'This registry is no longer saved.');
  return { connection, repository, tag: reference?.tag, digest: reference?.digest };
}

/** A repository. @throws Refusal where the reference names none, or more than one. */
export function repositoryOf(named: Named, text: string): { readonly connectionId: string; readonly repository: string } {
  if (named.repository === undefined) throw new Refusal('usage', `"${text}" is a registry. Add a repository: HOST/REPOSITORY.`);
  if (named.tag !== undefined || named.digest !== undefined)
    throw new Refusal('usage', `"${text}" is an image. Leave out the tag and the digest.`);
  return { connectionId: named.connection.id, repository: named.repository };
}

/** An image. @throws Refusal where the reference names none. */
export function imageOf(named: Named, text: string): { readonly connectionId: string; readonly repository: string } {
  const { connection, repository, tag, digest } = named;
  if (repository === undefined || (tag === undefined && digest === undefined))
    throw new Refusal('usage', `"${text}" needs a tag or a digest: HOST/REPOSITORY:TAG or HOST/REPOSITORY@DIGEST.`);
  return { connectionId: connection.id, repository };
}

/** A whole reference, as other tools take it. */
export const referenceOf = (
  { url }: Connection,
  repository: string,
  reference: { readonly tag?: string; readonly digest?: string },
): string =>
  `${registryBase(url)}/${repository}${reference.tag === undefined ? '' : `:${reference.tag}`}${reference.digest === undefined ? '' : `@${reference.digest}`}`;
