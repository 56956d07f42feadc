import type { SearchResult, SearchScope } from '../../../shared/contract/search.ts';
import type { ContentKind } from '../../../shared/oci/content-kind.ts';
import type { Pairs } from '../../../shared/oci/manifest.ts';
import { parseQuery, type Term } from '../../../shared/query/query.ts';

/** What is known of an image. What is undefined is unknown. */
export type KnownImage = {
  readonly digest: string;
  /** Digests of all images below an index. */
  readonly children: readonly string[];
  readonly content: ContentKind;
  /** `linux/arm64`, or a part of it. */
  readonly platforms: readonly string[];
  /** bytes */
  readonly size: number | undefined;
  /** ms since 1970 */
  readonly created: number | undefined;
  readonly labels: Pairs;
  /** Digests of its own layers and config. */
  readonly parts: readonly string[];
};

export type KnownRepository = {
  readonly connectionId: string;
  readonly name: string;
  readonly images: readonly KnownImage[];
  readonly tags: ReadonlyMap<string, KnownImage>;
  /** ms since 1970, where a product told it of the tag. */
  readonly pulled: ReadonlyMap<string, number>;
};

/** A result as a line, to be compared. */
export function lineOf(result: SearchResult): string {
  const place = `${result.connectionId} ${result.repository}`;
  if (result.kind === 'repository') return place;
  return `${place}${result.kind === 'tag' ? `:${result.tag}` : `@${result.untagged ? 'untagged ' : ''}${result.image.digest}`}`;
}

const below = ({ digest, children }: KnownImage): readonly string[] => [digest, ...children];
const isPart = (name: string, word: string, not: boolean): boolean =>
  word.length < 3 && !not ? name.split('/').some((part) => part.startsWith(word)) : name.includes(word);
const isAtStart = (digest: string, prefix: string): boolean => digest.startsWith(prefix) || digest.slice(7).startsWith(prefix);
const isHexWord = (word: string): boolean => /^[0-9a-f]{6,}$/.test(word);
const isText = ({ kind }: Term): boolean => kind === 'word' || kind === 'regex';

const isInName = (term: Term, name: string): boolean =>
  term.kind === 'word'
    ? isPart(name.toLowerCase(), term.text.toLowerCase(), term.not)
    : term.kind === 'regex' && new RegExp(term.expression).test(name);
const isInDigest = (term: Term, image: KnownImage): boolean =>
  term.kind === 'word' && isHexWord(term.text.toLowerCase()) && below(image).some((digest) => isAtStart(digest, term.text.toLowerCase()));

/** An image where it is looked at: under a tag, or without one. */
type Looked = {
  readonly image: KnownImage;
  readonly repository: KnownRepository;
  readonly tag?: string;
  readonly untagged: boolean;
  readonly now: number;
};

function isMetByTime({ is, when }: Extract<Term, { kind: 'created' | 'pulled' }>, time: number | undefined, now: number) {
  if (time === undefined) return undefined;
  const limit = 'ago' in when ? now - when.ago : when.day;
  return (is === '<') === 'ago' in when ? time > limit : time < limit;
}

/** Undefined where it is unknown. */
function isMetByImage(term: Term, { image, repository: { images, pulled }, tag, untagged, now }: Looked): boolean | undefined {
  const parts = images.filter(({ digest }) => below(image).includes(digest));
  switch (term.kind) {
    case 'size':
      if (image.size === undefined) return undefined;
      return term.is === '>' ? image.size > term.bytes : image.size < term.bytes;
    case 'created':
      return isMetByTime(term, image.created, now);
    case 'pulled':
      return isMetByTime(term, pulled.get(tag ?? ''), now);
    case 'platform':
      return image.platforms.some((platform) => `/${platform}/`.includes(`/${term.text}/`));
    case 'kind':
      return image.content === term.content;
    case 'label':
      return parts.some(({ labels }) => labels.some(([key, value]) => key === term.key && (term.value ?? value) === value));
    case 'digest':
      return (
        below(image).some((digest) => isAtStart(digest, term.prefix)) ||
        (term.prefix.replace(/^.*:/, '').length >= 6 &&
          parts.flatMap((part) => part.parts).some((digest) => isAtStart(digest, term.prefix)))
      );
    case 'untagged':
      return untagged;
    default:
      throw new Error(term.kind);
  }
}

/** Of words and expressions alone, one has to be the tag's own: its repository is a result itself. */
function isMet(terms: readonly Term[], looked: Looked): boolean {
  const { image, repository, tag } = looked;
  const texts = terms.filter(isText);
  const isOwn = (term: Term) => (tag !== undefined && isInName(term, tag)) || isInDigest(term, image);
  const all = terms.every((term) => {
    const met = isText(term) ? isOwn(term) || isInName(term, repository.name) : isMetByImage(term, looked);
    return met !== undefined && met !== term.not;
  });
  const wanted = texts.filter(({ not }) => !not);
  return all && (terms.length > texts.length || wanted.length === 0 || wanted.some(isOwn));
}

function inRepository(terms: readonly Term[], repository: KnownRepository, now: number): string[] {
  const { name, images, tags } = repository;
  const place = `${repository.connectionId} ${name}`;
  const own = terms.every((term) => isText(term) && isInName(term, name) !== term.not) ? [place] : [];
  const tagged = [...tags]
    .filter(([tag, image]) => isMet(terms, { image, repository, tag, untagged: false, now }))
    .map(([tag]) => `${place}:${tag}`);
  const reached = new Set([...tags.values()].flatMap(below));
  const inIndex = new Set(images.flatMap(({ children }) => children));
  const asksForImages = (image: KnownImage) =>
    terms.some((term) => !term.not && (term.kind === 'digest' || term.kind === 'untagged' || isInDigest(term, image)));
  const others = images
    .filter((image, at) => !reached.has(image.digest) && images.findIndex(({ digest }) => digest === image.digest) === at)
    .filter((image) => asksForImages(image) && isMet(terms, { image, repository, untagged: !inIndex.has(image.digest), now }))
    .map(({ digest }) => `${place}@${inIndex.has(digest) ? '' : 'untagged '}${digest}`);
  return [...own, ...tagged, ...others];
}

/** What a search should find (docs/query.md), by looking at each tag and image. `now`: ms since 1970. */
export function bruteForce(all: readonly KnownRepository[], query: string, { connectionId, folder }: SearchScope, now: number): string[] {
  const { terms } = parseQuery(query);
  if (terms.length === 0) return [];
  return all
    .filter(
      (one) => (connectionId ?? one.connectionId) === one.connectionId && (folder === undefined || `${one.name}/`.startsWith(`${folder}/`)),
    )
    .flatMap((repository) => inRepository(terms, repository, now));
}
