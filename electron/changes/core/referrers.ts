import type { Referrer } from '../../../shared/contract/history.ts';
import type { ImageReferrer } from '../../../shared/contract/images.ts';
import { type ContentKind, kindOfListed } from '../../../shared/oci/content-kind.ts';
import { referrersTag } from '../../../shared/oci/digest.ts';
import type { Descriptor } from '../../../shared/oci/manifest.ts';
import {
  contentOnly,
  type ReferrerAnswers,
  type ReferrerSource,
  referrersOf,
  type TaggedReferrer,
} from '../../browse/linked/referrers-of.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { pool } from '../../registry/pool.ts';
import type { Scan } from './scan.ts';

const WIDTH = 8;

const referrerOf = ({ digest, artifactType, mediaType }: Descriptor): Referrer => ({
  reference: digest,
  digest,
  artifactType: artifactType ?? mediaType,
});

const referrerUnder = ({ tag, digest, mediaType }: TaggedReferrer): Referrer => ({ reference: tag, digest, artifactType: mediaType });

/** Each reference once: what lists name by its digest, and the tags, that of the list included. */
function merged({ api, listed, list, tagged }: ReferrerAnswers): Referrer[] {
  const found = [...[...api, ...listed].map(referrerOf), ...[...(list ? [list] : []), ...tagged].map(referrerUnder)];
  return [...new Map(found.map((entry) => [entry.reference, entry])).values()];
}

/** The referrers of many images of a repository whose tags are known. Without the API, an image without referrer tags costs no request. */
export async function referrersIn(
  client: RegistryClient,
  repository: string,
  digests: readonly string[],
  { heads }: Pick<Scan, 'heads'>,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, Referrer[]>> {
  const source: ReferrerSource = { client, repository, find: async (tag) => heads.get(tag), signal, unanswered: contentOnly };
  const all = new Map<string, Referrer[]>();
  let mayAsk = true;
  const look = async (digest: string): Promise<void> => {
    const answers = await referrersOf(source, digest, mayAsk);
    mayAsk &&= answers.hasApi;
    all.set(digest, merged(answers));
  };
  // The first answer tells whether the registry has the API.
  const [first, ...waiting] = digests;
  if (first !== undefined) await look(first);
  await pool(WIDTH, () => waiting.pop(), look);
  return all;
}

/** The referrers of one image; lists the tags of the repository first. */
export async function readReferrers(client: RegistryClient, repository: string, digest: string, signal?: AbortSignal): Promise<Referrer[]> {
  const find: ReferrerSource['find'] = (tag) => client.head(repository, tag, signal).catch(contentOnly);
  return merged(await referrersOf({ client, repository, find, signal, unanswered: contentOnly }, digest, true));
}

/** What cosign keeps under a tag, by the end of its name. */
const KIND_BY_END: Readonly<Record<string, ContentKind>> = { sig: 'signature', att: 'attestation', sbom: 'sbom' };

/**
 * The signatures, SBOMs and the like of one image, by the digest, and whether every answer could be read. `tags` are the names of the repository
 * that could hold some, where all are known; a request is saved for each that is not among them.
 */
export async function readReferrerKinds(
  client: RegistryClient,
  { repository, digest, tags }: { readonly repository: string; readonly digest: string; readonly tags?: readonly string[] | undefined },
  signal?: AbortSignal,
): Promise<{ referrers: ImageReferrer[]; isComplete: boolean }> {
  let isComplete = true;
  const missed = (error: unknown): undefined => {
    contentOnly(error);
    isComplete = false;
  };
  const find: ReferrerSource['find'] = async (tag) =>
    tags?.includes(tag) === false ? undefined : client.head(repository, tag, signal).catch(missed);
  const answers = await referrersOf({ client, repository, find, signal, unanswered: missed }, digest, true);
  const kinds = new Map([...answers.api, ...answers.listed].map((descriptor) => [descriptor.digest, kindOfListed(descriptor)]));
  const list = referrersTag(digest);
  const referrers = merged(answers)
    .filter(({ reference }) => reference !== list)
    .map(({ reference, digest: own }): ImageReferrer => {
      const byEnd = KIND_BY_END[reference.slice(list.length + 1)];
      return { reference, digest: own, content: (reference.startsWith(`${list}.`) ? byEnd : kinds.get(own)) ?? 'artifact' };
    });
  // A signature that is listed and has a tag of its own is one; its tag comes last and names it.
  return { referrers: [...new Map(referrers.map((one) => [one.digest, one])).values()], isComplete };
}
