import { blames, Failure } from '../../../shared/errors.ts';
import { referrersTag } from '../../../shared/oci/digest.ts';
import { type Descriptor, readManifest } from '../../../shared/oci/manifest.ts';
import { OCI_INDEX } from '../../../shared/oci/media-types.ts';
import type { ManifestHead, RegistryClient } from '../../registry/client.ts';

/** The ends of cosign's tags, by what it keeps under each. */
const COSIGN = ['.sig', '.att', '.sbom'];

/** Which question for referrers got no answer. */
export type ReferrerQuestion = 'api' | 'list' | 'tag';

/** Where the referrers of an image are looked for, and how its tags are found. */
export type ReferrerSource = {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly find: (tag: string) => Promise<Pick<ManifestHead, 'digest' | 'mediaType'> | undefined>;
  readonly signal: AbortSignal | undefined;
  /** Takes an error of a single answer as no answer; throws all others. */
  readonly unanswered: (error: unknown, question: ReferrerQuestion) => undefined;
};

/** A tag with what it points to. */
export type TaggedReferrer = { readonly tag: string; readonly digest: string; readonly mediaType: string };

/** What each place says that refers to a digest. */
export type ReferrerAnswers = {
  /** What the referrers API lists. */
  readonly api: readonly Descriptor[];
  readonly hasApi: boolean;
  /** The list under the fallback tag, where there is one, and what it names. */
  readonly list: TaggedReferrer | undefined;
  readonly listed: readonly Descriptor[];
  /** Cosign's tags. */
  readonly tagged: readonly TaggedReferrer[];
};

/** A registry that fails on one question must not hide the answers to the others. @throws What is the connection's failure. */
export function contentOnly(error: unknown): undefined {
  if (blames(error) === 'content') return undefined;
  throw error;
}

/** What an index lists. One that cannot be read is no answer. */
function entriesOf({ unanswered }: ReferrerSource, text: string | undefined, question: ReferrerQuestion): readonly Descriptor[] {
  if (text === undefined) return [];
  try {
    const index = readManifest(text, OCI_INDEX);
    return index.kind === 'index' ? index.manifests : [];
  } catch (error) {
    return unanswered(error, question) ?? [];
  }
}

/** What the referrers API lists for a digest, on all its pages; and whether the registry has that API. */
async function askApi(
  { client, repository, signal, unanswered }: ReferrerSource,
  digest: string,
): Promise<{ pages: readonly string[]; hasApi: boolean }> {
  try {
    const answer = await client.referrers(repository, digest, signal);
    if (answer?.isWhole === false) unanswered(new Failure('INVALID_RESPONSE', { where: 'referrers', why: 'too-many-referrers' }), 'api');
    return { pages: answer?.pages ?? [], hasApi: answer !== undefined };
  } catch (error) {
    unanswered(error, 'api');
    // A refused request says nothing about the next one.
    return { pages: [], hasApi: true };
  }
}

/**
 * Everything that refers to a digest: what the referrers API tells, what the list under the fallback tag names, that list itself, and
 * cosign's tags (docs/protocol.md sections 1 and 10). All are asked: a registry that learnt the API later knows nothing of its older lists.
 */
export async function referrersOf(source: ReferrerSource, digest: string, mayAsk: boolean): Promise<ReferrerAnswers> {
  const { client, repository, find, signal, unanswered } = source;
  const tag = referrersTag(digest);
  const { pages, hasApi } = mayAsk ? await askApi(source, digest) : { pages: [], hasApi: false };
  const names = [tag, ...COSIGN.map((end) => `${tag}${end}`)];
  const heads = await Promise.all(names.map(find));
  const [list, ...tagged] = names.map((name, i): TaggedReferrer | undefined => {
    const head = heads[i];
    return head && { tag: name, digest: head.digest, mediaType: head.mediaType };
  });
  const raw = list && (await client.manifest(repository, tag, signal).catch((error: unknown) => unanswered(error, 'list')));
  return {
    api: pages.flatMap((text) => entriesOf(source, text, 'api')),
    hasApi,
    list,
    listed: entriesOf(source, raw?.bytes.toString('utf8'), 'list'),
    tagged: tagged.filter((one) => one !== undefined),
  };
}
