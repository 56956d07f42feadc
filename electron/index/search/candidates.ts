import type { Query, Term } from '../../../shared/query/query.ts';
import type { Lookup, TagAt } from './lookup.ts';
import { isInRepository, rankOf, type Text, type Word } from './texts.ts';

/** What a search looks at closely: a repository, a tag, or an image that no tag may lead to. `undefined` is a step without one. */
export type Candidate =
  | { readonly kind: 'repository'; readonly repository: number }
  | ({ readonly kind: 'tag' } & TagAt)
  | { readonly kind: 'image'; readonly repository: number; readonly manifest: number };

type Of<K extends Term['kind']> = Extract<Term, { kind: K }>;

/** A query by what its conditions are about. */
export type Asked = {
  readonly texts: readonly Text[];
  readonly digests: readonly Of<'digest'>[];
  readonly labels: readonly Of<'label'>[];
  readonly isUntagged: boolean;
  /** Nothing but words and expressions: repositories are found, too. */
  readonly isText: boolean;
};

export function askedOf({ terms }: Query, texts: readonly Text[]): Asked {
  const of = <K extends Term['kind']>(kind: K): Of<K>[] => terms.filter((term): term is Of<K> => term.kind === kind);
  return {
    texts,
    digests: of('digest'),
    labels: of('label'),
    isUntagged: of('untagged').some(({ not }) => !not),
    isText: terms.every(({ kind }) => kind === 'word' || kind === 'regex'),
  };
}

const wanted = <T extends { readonly not: boolean }>(all: readonly T[]): T[] => all.filter(({ not }) => !not);
const isWord = (text: Text): text is Text & Word => text.kind === 'word';

/** Repositories that are found by their names, the best of so many: tags are to be found beside them. */
const MOST_REPOSITORIES = 500;
const MOST_SORTED = 2_000;

/** Everything that could meet a query, and more: by the condition that leaves the least to look at. */
export class Candidates {
  private readonly lookup: Lookup;
  /** Whether there are more repositories than are told. */
  isCut = false;
  private readonly nameOf: (repository: number) => string | undefined;

  /** `nameOf` knows the repositories in scope. */
  constructor(lookup: Lookup, nameOf: (repository: number) => string | undefined) {
    this.lookup = lookup;
    this.nameOf = nameOf;
  }

  *of(asked: Asked): Generator<Candidate | undefined> {
    const [digest] = wanted(asked.digests);
    const [label] = wanted(asked.labels);
    if (digest) {
      yield* this.onManifests(this.lookup.manifests(digest.prefix), true);
      return yield* this.onManifests(this.lookup.withPart(digest.prefix), true);
    }
    if (label) return yield* this.onLabels(this.lookup.pairsOf(label.key, label.value), asked);
    if (asked.isUntagged) return yield* this.everyImage();
    if (wanted(asked.texts).some(isWord)) return yield* this.onTexts(asked);
    yield* this.everything(asked);
  }

  /** By words: repositories, then tags by their own names, and those of which only the repository has the words. */
  private *onTexts(asked: Asked): Generator<Candidate | undefined> {
    const texts = wanted(asked.texts);
    const words = texts.filter(isWord);
    const others = texts.length > words.length;
    const [longest] = words.toSorted((a, b) => b.text.length - a.text.length);
    if (!longest) return;
    if (asked.isText) yield* this.repositoriesWith(longest, texts);
    for (const word of words) yield* this.onWord(word);
    if (asked.isText && !others) return;
    for (const repository of this.lookup.repositories(longest)) {
      const name = this.nameOf(repository);
      if (name !== undefined && words.every((word) => isInRepository(word, name))) yield* this.tagsOf(repository);
      else yield undefined;
    }
  }

  /** The best of those that have all of it in their names. */
  private *repositoriesWith(word: Word, texts: readonly Text[]): Generator<Candidate | undefined> {
    const found: { readonly repository: number; readonly name: string }[] = [];
    for (const repository of this.lookup.repositories(word)) {
      yield undefined;
      const name = this.nameOf(repository);
      if (name === undefined || !texts.every((text) => isInRepository(text, name))) continue;
      if (found.push({ repository, name }) === MOST_SORTED) break;
    }
    found.sort((a, b) => rankOf(a.name, word) - rankOf(b.name, word) || a.name.length - b.name.length || (a.name < b.name ? -1 : 1));
    this.isCut ||= found.length > MOST_REPOSITORIES;
    for (const { repository } of found.slice(0, MOST_REPOSITORIES)) yield { kind: 'repository', repository };
  }

  private *onWord(word: Word): Generator<Candidate | undefined> {
    for (const name of this.lookup.tagNames(word)) {
      yield undefined;
      for (const tag of this.lookup.tagsNamed(name)) yield { kind: 'tag', ...tag };
    }
    if (word.isDigest) yield* this.onManifests(this.lookup.manifests(word.text), true);
  }

  private *onLabels(pairs: Iterable<number>, { isUntagged, texts }: Asked): Generator<Candidate | undefined> {
    const withUntagged = isUntagged || wanted(texts).some((text) => text.kind === 'word' && text.isDigest);
    for (const pair of pairs) {
      yield undefined;
      yield* this.onManifests(this.lookup.labelled(pair), withUntagged);
    }
  }

  /** What leads to these manifests: tags, indexes that contain them, and repositories that have them without either. */
  private *onManifests(manifests: Iterable<number>, withUntagged: boolean): Generator<Candidate | undefined> {
    for (const found of manifests)
      for (const manifest of this.lookup.above(found)) {
        yield undefined;
        for (const tag of this.lookup.tagsOn(manifest)) yield { kind: 'tag', ...tag };
        if (withUntagged) for (const repository of this.lookup.holders(manifest)) yield { kind: 'image', repository, manifest };
      }
  }

  private *everyImage(): Generator<Candidate | undefined> {
    for (const repository of this.lookup.everyRepository()) {
      yield undefined;
      if (this.nameOf(repository) === undefined) continue;
      for (const manifest of this.lookup.heldBy(repository)) yield { kind: 'image', repository, manifest };
    }
  }

  private *everything({ isText }: Asked): Generator<Candidate | undefined> {
    if (isText) for (const repository of this.lookup.everyRepository()) yield { kind: 'repository', repository };
    for (const repository of this.lookup.everyRepository())
      if (this.nameOf(repository) === undefined) yield undefined;
      else yield* this.tagsOf(repository);
  }

  private *tagsOf(repository: number): Generator<Candidate | undefined> {
    yield undefined;
    for (const tag of this.lookup.tagsOf(repository)) yield { kind: 'tag', ...tag };
  }
}
