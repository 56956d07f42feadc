import type { Referrer } from '../../../shared/contract/history.ts';
import type { ImageReferrer } from '../../../shared/contract/images.ts';
import { blames } from '../../../shared/errors.ts';
import { type ContentKind, kindOfListed } from '../../../shared/oci/content-kind.ts';
import { referrersTag } from '../../../shared/oci/digest.ts';
import { type Descriptor, readManifest } from '../../../shared/oci/manifest.ts';
import { OCI_INDEX } from '../../../shared/oci/media-types.ts';
import type { ManifestHead, RegistryClient } from '../../registry/client.ts';
import { pool } from '../../registry/pool.ts';
import type { Scan } from './scan.ts';

const WIDTH = 8;
const COSIGN = ['.sig', '.att', '.sbom'];

/** A registry that fails on the referrers API must not hide the rest of a plan. */
function unanswered(error: unknown): undefined {
  if (blames(error) === 'content') return undefined;
  throw error;
}

const entries = (text: string): readonly Descriptor[] => {
  const index = readManifest(text, OCI_INDEX);
  return index.kind === 'index' ? index.manifests : [];
};

const referrerOf = ({ digest, artifactType, mediaType }: Descriptor): Referrer => ({
  reference: digest,
  digest,
  artifactType: artifactType ?? mediaType,
});

/** Where the referrers of an image are looked for, and how its tags are found. */
type Source = {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly find: (tag: string) => Promise<Pick<ManifestHead, 'digest' | 'mediaType'> | undefined>;
  readonly signal: AbortSignal | undefined;
  /** Takes an error of a single answer as no answer; throws all others. */
  readonly unanswered: (error: unknown) => undefined;
};

/** What the referrers API answers for a digest, as text; and whether the registry has that API. */
async function askApi(
  { client, repository, signal, unanswered }: Source,
  digest: string,
): Promise<{ text: string | undefined; hasApi: boolean }> {
  try {
    const text = await client.referrers(repository, digest, signal);
    return { text, hasApi: text !== undefined };
  } catch (error) {
    // A refused request says nothing about the next one.
    return { text: unanswered(error), hasApi: true };
  }
}

/** What refers to a digest; `listed` is what lists of referrers say of them. */
type Found = { readonly found: Referrer[]; readonly listed: readonly Descriptor[]; readonly hasApi: boolean };

/**
 * Everything that refers to a digest: what the referrers API tells, what the list under the fallback tag names, that list itself, and
 * cosign's tags (docs/protocol.md sections 1 and 10). They are merged: a registry that learnt the API later knows nothing of its older lists.
 */
async function referrersOf(source: Source, digest: string, mayAsk: boolean): Promise<Found> {
  const { client, repository, find, signal, unanswered } = source;
  const tag = referrersTag(digest);
  const { text, hasApi } = mayAsk ? await askApi(source, digest) : { text: undefined, hasApi: false };
  const references = [tag, ...COSIGN.map((suffix) => `${tag}${suffix}`)];
  const heads = await Promise.all(references.map(find));
  const tagged = references.flatMap((reference, i) => {
    const head = heads[i];
    return head ? [{ reference, digest: head.digest, artifactType: head.mediaType }] : [];
  });
  const list = heads[0] ? await client.manifest(repository, tag, signal).catch(unanswered) : undefined;
  const listed = [text, list?.bytes.toString('utf8')].flatMap((index) => (index === undefined ? [] : entries(index)));
  const found = [...new Map([...listed.map(referrerOf), ...tagged].map((entry) => [entry.reference, entry])).values()];
  return { found, listed, hasApi };
}

/** The referrers of many images of a repository whose tags are known. Without the API, an image without referrer tags costs no request. */
export async function referrersIn(
  client: RegistryClient,
  repository: string,
  digests: readonly string[],
  { heads }: Pick<Scan, 'heads'>,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, Referrer[]>> {
  const source: Source = { client, repository, find: async (tag) => heads.get(tag), signal, unanswered };
  const all = new Map<string, Referrer[]>();
  let mayAsk = true;
  const look = async (digest: string): Promise<void> => {
    const { found, hasApi } = await referrersOf(source, digest, mayAsk);
    mayAsk &&= hasApi;
    all.set(digest, found);
  };
  // The first answer tells whether the registry has the API.
  const [first, ...waiting] = digests;
  if (first !== undefined) await look(first);
  await pool(WIDTH, () => waiting.pop(), look);
  return all;
}

/** The referrers of one image; lists the tags of the repository first. */
export async function readReferrers(client: RegistryClient, repository: string, digest: string, signal?: AbortSignal): Promise<Referrer[]> {
  const find: Source['find'] = (tag) => client.head(repository, tag, signal).catch(unanswered);
  return (await referrersOf({ client, repository, find, signal, unanswered }, digest, true)).found;
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
    unanswered(error);
    isComplete = false;
  };
  const find: Source['find'] = async (tag) =>
    tags?.includes(tag) === false ? undefined : client.head(repository, tag, signal).catch(missed);
  const { found, listed } = await referrersOf({ client, repository, find, signal, unanswered: missed }, digest, true);
  const kinds = new Map(listed.map((descriptor) => [descriptor.digest, kindOfListed(descriptor)]));
  const list = referrersTag(digest);
  const referrers = found
    .filter(({ reference }) => reference !== list)
    .map(({ reference, digest: own }): ImageReferrer => {
      const byEnd = KIND_BY_END[reference.slice(list.length + 1)];
      return { reference, digest: own, content: (reference.startsWith(`${list}.`) ? byEnd : kinds.get(own)) ?? 'artifact' };
    });
  // A signature that is listed and has a tag of its own is one; its tag comes last and names it.
  return { referrers: [...new Map(referrers.map((one) => [one.digest, one])).values()], isComplete };
}
