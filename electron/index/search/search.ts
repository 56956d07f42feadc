import { RE2JS, RE2JSException } from 're2js';
import type { FoundImage, SearchResult, SearchScope } from '../../../shared/contract/search.ts';
import { expressionCompiler } from '../../../shared/query/expression.ts';
import { hasPrefix, type Matcher, matcherOf } from '../../../shared/query/match.ts';
import { parseQuery } from '../../../shared/query/query.ts';
import type { Rows } from '../rows.ts';
import { type Asked, askedOf, type Candidate, Candidates } from './candidates.ts';
import { FoundRows, factsFor, type InIndex, keyOf } from './found.ts';
import { Lookup } from './lookup.ts';
import { isInRepository, isInTag, type Text, textsOf } from './texts.ts';

const compile = expressionCompiler({ RE2JS, RE2JSException });

/** Where a digest is met by what an image contains. */
type ByImage = { readonly contains?: string };

/** One search: looks at every candidate closely. docs/query.md has what is found. */
export class Search {
  private readonly lookup: Lookup;
  private readonly found: FoundRows;
  private readonly asked: Asked;
  private readonly rest: Matcher;
  private readonly candidates: Candidates;
  private readonly isEmpty: boolean;

  /** `now`: ms since 1970. */
  constructor(rows: Rows, query: string, scope: SearchScope, now = Date.now()) {
    const parsed = parseQuery(query);
    this.lookup = new Lookup(rows);
    this.found = new FoundRows(rows, scope);
    this.asked = askedOf(parsed, textsOf(parsed.terms, compile));
    const others = parsed.terms.filter(({ kind }) => !['word', 'regex', 'digest'].includes(kind));
    this.rest = matcherOf({ terms: others, problems: [] }, now, compile);
    this.candidates = new Candidates(this.lookup, (id) => this.found.repository(id)?.name);
    this.isEmpty = parsed.terms.length === 0;
  }

  /** Whether there is more than {@link results} tells. */
  get isCut(): boolean {
    return this.candidates.isCut;
  }

  /** What the index knows that meets the query, each once. `undefined` is a step that found nothing: whoever asks may stop there. */
  *results(): Generator<SearchResult | undefined> {
    if (this.isEmpty) return;
    const seen = new Set<string>();
    for (const candidate of this.candidates.of(this.asked)) {
      const result = candidate && this.look(candidate);
      const key = result && keyOf(result);
      if (key === undefined || seen.has(key)) {
        yield undefined;
        continue;
      }
      seen.add(key);
      yield result;
    }
  }

  private look(candidate: Candidate): SearchResult | undefined {
    const repository = this.found.repository(candidate.repository);
    if (!repository) return undefined;
    switch (candidate.kind) {
      case 'repository':
        return this.lookAtRepository(repository);
      case 'tag':
        return this.lookAtTag(repository, candidate);
      case 'image':
        return this.lookAtImage(repository, candidate);
    }
  }

  private lookAtRepository({ connectionId, name }: InIndex): SearchResult | undefined {
    const isMet = this.asked.texts.every((text) => isInRepository(text, name) !== text.not);
    return isMet ? { kind: 'repository', connectionId, repository: name } : undefined;
  }

  private lookAtTag({ connectionId, name }: InIndex, candidate: Extract<Candidate, { kind: 'tag' }>): SearchResult | undefined {
    const { name: tag, manifest } = candidate;
    const by = this.metBy(manifest, name, tag);
    if (!by) return undefined;
    const image = this.found.image(manifest);
    const pulled = this.found.pulled(candidate.repository, tag);
    if (!this.rest.matches(this.factsOf(image, manifest, [name, tag], { untagged: false, pulled }))) return undefined;
    return { kind: 'tag', connectionId, repository: name, tag, image: { ...image, ...by }, ...(pulled === undefined ? {} : { pulled }) };
  }

  private lookAtImage({ connectionId, name }: InIndex, { repository, manifest }: Extract<Candidate, { kind: 'image' }>) {
    const above = this.lookup.above(manifest);
    if (!this.asksForImage(manifest) || above.some((one) => this.found.isTagged(repository, one))) return undefined;
    const by = this.metBy(manifest, name, undefined);
    if (!by) return undefined;
    const untagged = !above.some((one) => one !== manifest && this.found.isHeld(repository, one));
    const image = this.found.image(manifest);
    if (!this.rest.matches(this.factsOf(image, manifest, [name], { untagged }))) return undefined;
    return { kind: 'image' as const, connectionId, repository: name, image: { ...image, ...by }, untagged };
  }

  /** An image that no tag leads to is told to who asks for such, or for its digest: the registry may have deleted it. */
  private asksForImage(manifest: number): boolean {
    const { isUntagged, digests, texts } = this.asked;
    return (
      isUntagged || digests.some(({ not }) => !not) || texts.some((text) => !text.not && this.digestWith(text, manifest) !== undefined)
    );
  }

  private factsOf(image: FoundImage, manifest: number, names: readonly string[], of: Parameters<typeof factsFor>[2]) {
    const labels = this.asked.labels.length > 0 && image.kind !== undefined ? { labels: this.lookup.labelsOf(manifest) } : {};
    return { ...factsFor(image, names, of), ...labels };
  }

  /** Whether words, expressions and digests are met. Of words alone, one has to be the tag's own: its repository is a result itself. */
  private metBy(manifest: number, repository: string, tag: string | undefined): ByImage | undefined {
    let by: ByImage = {};
    let isOwn = false;
    for (const text of this.asked.texts) {
      const isInOwnName = tag !== undefined && isInTag(text, tag);
      const inDigest = isInOwnName ? {} : this.digestWith(text, manifest);
      if ((inDigest !== undefined || isInRepository(text, repository)) === text.not) return undefined;
      if (text.not || !inDigest) continue;
      isOwn = true;
      by = { ...by, ...inDigest };
    }
    if (this.asked.isText && !isOwn && this.asked.texts.some(({ not }) => !not)) return undefined;
    if (this.asked.digests.length === 0) return by;
    const digests = this.lookup.digestsOf(manifest);
    for (const { prefix, not } of this.asked.digests) {
      const met = digests.find((digest) => hasPrefix(digest, prefix)) ?? this.lookup.partOf(manifest, prefix);
      if ((met !== undefined) === not) return undefined;
      if (met !== undefined && met !== digests[0]) by = { contains: met };
    }
    return by;
  }

  /** What of an image has a word as the beginning of its digest: itself, or an image in it. */
  private digestWith(text: Text, manifest: number): ByImage | undefined {
    if (text.kind === 'regex' || !text.isDigest) return undefined;
    const digests = this.lookup.digestsOf(manifest);
    const digest = digests.find((one) => hasPrefix(one, text.text));
    if (digest === undefined) return undefined;
    return digest === digests[0] ? {} : { contains: digest };
  }
}
