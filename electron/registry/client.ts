import type { Quota } from '../../shared/contract/connections.ts';
import { Failure, isFailure } from '../../shared/errors.ts';
import { isDigest } from '../../shared/oci/digest.ts';
import { bareMediaType, isLegacyType, MANIFEST_ACCEPT } from '../../shared/oci/media-types.ts';
import type { Product } from '../../shared/products/product.ts';
import { productOf, type RecognisedProduct } from '../../shared/products/products.ts';
import type { Action } from '../../shared/reasons.ts';
import type { Grant } from './auth/grant.ts';
import { Blobs } from './blobs.ts';
import { digestOf, verifyDigest } from './digest.ts';
import type { Endpoint, NetworkOptions } from './endpoint.ts';
import { type DeleteAnswer, deleteAnswerOf, headerOf } from './http/failure.ts';
import { type Limit, limits, MAX_REFERRER_PAGES } from './http/limits.ts';
import { nextPageQuery } from './link.ts';
import { checkedReference, checkedRepository, pull, push } from './names.ts';
import { catalogPages, limited, type NamePage, tagPages, wordsOf } from './pages.ts';
import type { ProductApi } from './products/api.ts';
import { apiOf } from './products/apis.ts';
import { Transport } from './transport.ts';

/** A manifest as it came: the bytes are what the digest names, and what a PUT sends again. */
export type RawManifest = { readonly digest: string; readonly mediaType: string; readonly bytes: Buffer };

/** What a HEAD says: `size` is the manifest's, in bytes, not the image's. */
export type ManifestHead = { readonly digest: string; readonly mediaType: string; readonly size: number };

/** Requests that wait for their turn, so that none is lost; more would hold up what is more urgent. */
const AHEAD = 4;

// Distribution 2 splits a token's actions itself, others want the word alone (docs/protocol.md section 3).
const remove = (repository: string): string[] => [`repository:${repository}:delete`, `repository:${repository}:pull`];

/** One registry, one short method a verb (distribution-spec 1.1). Names are checked before they become part of a URL. */
export class RegistryClient {
  readonly blobs: Blobs;
  private readonly transport: Transport;
  private readonly endpoint: Endpoint;
  private readonly network: NetworkOptions;
  /** Repositories whose manifests it gives, and answers 405 or 501 to a HEAD of. */
  private readonly knowsNoHead = new Set<string>();
  private known: { readonly id: RecognisedProduct; readonly api: ProductApi } | undefined;

  /** `onEnd` is told of every exchange how it ended. */
  constructor(endpoint: Endpoint, network: NetworkOptions, onEnd?: (error?: unknown) => void) {
    this.transport = new Transport(endpoint, network, onEnd);
    this.blobs = new Blobs(this.transport);
    this.endpoint = endpoint;
    this.network = network;
  }

  /** Which product answers, as far as its answers gave it away. */
  get productId(): RecognisedProduct {
    return this.transport.product;
  }

  /** What is known of that product. */
  get product(): Product {
    return productOf(this.productId);
  }

  /** The requests that are left, where the registry says so. */
  get quota(): Quota | undefined {
    return this.transport.quota;
  }

  /** How many requests may be under way now: work that asks for much does so many things at once, and a few more that wait for their turn. */
  get width(): number {
    return this.transport.width + AHEAD;
  }

  /** Whether any request was asked to sign in, and could. */
  get wasAsked(): boolean {
    return this.transport.wasAsked;
  }

  /** What the product offers beside the specification. */
  get productApi(): ProductApi {
    const { transport, endpoint, network, productId: id } = this;
    if (this.known?.id !== id) this.known = { id, api: apiOf(id, { transport, endpoint, network }) };
    return this.known.api;
  }

  /** What a token was asked to allow and what it allows, for these scopes; undefined where none was needed. */
  grant(scopes: readonly string[]): Grant | undefined {
    return this.transport.grant(scopes);
  }

  /** Host and port, for messages. */
  get host(): string {
    return this.transport.base.host;
  }

  async close(): Promise<void> {
    await Promise.all([this.transport.close(), this.known?.api.close?.()]);
  }

  /** `GET /v2/`: whether this is a registry that accepts the connection. @throws Failure UNSUPPORTED when something else answers. */
  async ping(signal?: AbortSignal): Promise<void> {
    const answer = await this.transport
      .send({ method: 'GET', path: '', scopes: [], expect: [200], what: 'registry', subject: this.host, action: 'sign-in', signal })
      .catch((error: unknown) => {
        if (isFailure(error, 'NOT_FOUND'))
          throw new Failure('UNSUPPORTED', {
            feature: 'registry-v2',
            detail: `404 ${this.transport.base.pathname.replace(/\/$/, '')}/v2/`,
            ...wordsOf(error),
          });
        throw error;
      });
    if (!/json|^$/.test(headerOf(answer.headers, 'content-type')) && !headerOf(answer.headers, 'docker-distribution-api-version')) {
      throw new Failure('UNSUPPORTED', {
        feature: 'registry-v2',
        detail: `200 ${headerOf(answer.headers, 'content-type').slice(0, 100)}`,
      });
    }
  }

  /**
   * Pages of repository names, a million at the most, by the catalog or by the product's own API. @throws Failure UNSUPPORTED for a registry that
   * lists none.
   */
  repositories(signal?: AbortSignal): AsyncGenerator<NamePage> {
    return limited(this.allRepositories(signal));
  }

  private async *allRepositories(signal?: AbortSignal): AsyncGenerator<NamePage> {
    try {
      yield* catalogPages(this.transport, () => this.ping(signal), signal);
    } catch (error) {
      const { repositories } = this.productApi;
      if (!repositories || !isFailure(error, 'UNSUPPORTED')) throw error;
      try {
        yield* repositories(signal);
      } catch (second) {
        // An account that may not ask the product either gets the reason why it does not list.
        throw isFailure(second, 'FORBIDDEN') || isFailure(second, 'NOT_FOUND') || isNoCredentials(second) ? error : second;
      }
    }
  }

  /** Pages of tag names, a million at the most. A repository that the catalog lists and that has none (`tags: null`, 404 NAME_UNKNOWN) has no pages. */
  tags(repository: string, signal?: AbortSignal): AsyncGenerator<NamePage> {
    return limited(tagPages(this.transport, repository, signal));
  }

  /** HEAD of a manifest; undefined where there is none. A registry that names no digest, or knows no HEAD, is asked for the body instead. */
  async head(repository: string, reference: string, signal?: AbortSignal): Promise<ManifestHead | undefined> {
    if (this.knowsNoHead.has(repository)) return this.headByGet(repository, reference, signal);
    const answer = await this.manifestRequest('HEAD', repository, reference, [200, 404, 405, 501], pull(repository), 'pull', signal);
    if (answer.status === 404) return undefined;
    const digest = headerOf(answer.headers, 'docker-content-digest');
    const mediaType = bareMediaType(headerOf(answer.headers, 'content-type'));
    if (answer.status === 200 && isDigest(digest))
      return { digest, mediaType, size: Number(headerOf(answer.headers, 'content-length')) || 0 };
    const head = await this.headByGet(repository, reference, signal);
    if (head && answer.status !== 200) this.knowsNoHead.add(repository);
    return head;
  }

  private async headByGet(repository: string, reference: string, signal: AbortSignal | undefined): Promise<ManifestHead | undefined> {
    try {
      const { digest, mediaType, bytes } = await this.manifest(repository, reference, signal);
      return { digest, mediaType, size: bytes.byteLength };
    } catch (error) {
      if (isFailure(error, 'NOT_FOUND')) return undefined;
      throw error;
    }
  }

  /** A manifest, its bytes held against the digest asked for and the one the registry names. @throws Failure NOT_FOUND, DIGEST_MISMATCH. */
  async manifest(repository: string, reference: string, signal?: AbortSignal): Promise<RawManifest> {
    const answer = await this.manifestRequest('GET', repository, reference, [200], pull(repository), 'pull', signal);
    const claimed = headerOf(answer.headers, 'docker-content-digest');
    const digest = isDigest(reference) ? reference : isDigest(claimed) ? claimed : digestOf(answer.body);
    const mediaType = bareMediaType(headerOf(answer.headers, 'content-type'));
    // Docker schema 1 is signed within: its digest is of the payload alone, which is not what came. It is shown, and never written.
    if (isLegacyType(mediaType)) return { digest, mediaType, bytes: answer.body };
    verifyDigest(answer.body, digest);
    if (isDigest(claimed) && claimed !== digest) throw new Failure('DIGEST_MISMATCH', { expected: digest, actual: claimed });
    return { digest, mediaType, bytes: answer.body };
  }

  /**
   * Every digest that a manifest names, whatever for: of one that is too large to be read. Its bytes are held against its digest.
   * @throws Failure INVALID_RESPONSE over the limit for this, NOT_FOUND, DIGEST_MISMATCH.
   */
  async digestsNamed(
    repository: string,
    reference: string,
    signal?: AbortSignal,
  ): Promise<{ digest: string; mediaType: string; named: string[] }> {
    const answer = await this.manifestRequest('GET', repository, reference, [200], pull(repository), 'pull', signal, limits.searched);
    const claimed = headerOf(answer.headers, 'docker-content-digest');
    const digest = isDigest(reference) ? reference : isDigest(claimed) ? claimed : digestOf(answer.body);
    verifyDigest(answer.body, digest);
    const named = answer.body.toString('utf8').match(/sha(?:256|512):[a-f0-9]{64,128}/g) ?? [];
    return { digest, mediaType: bareMediaType(headerOf(answer.headers, 'content-type')), named: [...new Set(named)] };
  }

  /** Puts exactly these bytes under a tag or their own digest. */
  async putManifest(repository: string, reference: string, manifest: RawManifest, signal?: AbortSignal): Promise<void> {
    const path = `${checkedRepository(repository)}/manifests/${checkedReference(reference)}`;
    const headers = { 'content-type': manifest.mediaType, accept: MANIFEST_ACCEPT };
    await this.transport.send({
      method: 'PUT',
      path,
      headers,
      body: manifest.bytes,
      scopes: push(repository),
      expect: [200, 201],
      what: 'manifest',
      subject: reference,
      action: 'push',
      signal,
    });
  }

  /** DELETE of a tag or a digest; what a refusal means depends on what was asked. */
  async deleteManifest(repository: string, reference: string, signal?: AbortSignal): Promise<DeleteAnswer> {
    const statuses = [200, 202, 204, 400, 404, 405];
    const answer = await this.manifestRequest('DELETE', repository, reference, statuses, remove(repository), 'delete', signal);
    return deleteAnswerOf(answer);
  }

  /** Deletes one tag and nothing else, by the product's own API or the specification's. `digest` is what it points to. */
  async deleteTag(repository: string, tag: string, digest: string, signal?: AbortSignal): Promise<DeleteAnswer> {
    const { deleteTag } = this.productApi;
    return deleteTag ? deleteTag(checkedRepository(repository), tag, digest, signal) : this.deleteManifest(repository, tag, signal);
  }

  /**
   * The indexes of what refers to a digest (distribution-spec "Listing Referrers"), one a page; undefined where the registry has no such API. Not
   * `isWhole` where there are more pages than are followed, or one that may not be.
   */
  async referrers(repository: string, digest: string, signal?: AbortSignal): Promise<{ pages: string[]; isWhole: boolean } | undefined> {
    const pages: string[] = [];
    let query: URLSearchParams | undefined;
    for (let page = 1; page <= MAX_REFERRER_PAGES; page++) {
      const answer = await this.referrersPage(repository, digest, query, signal);
      if (answer.status !== 200) return pages.length === 0 ? undefined : { pages, isWhole: false };
      pages.push(answer.body.toString('utf8'));
      const next = nextPageQuery(headerOf(answer.headers, 'link'), answer.url);
      if (next === undefined) return { pages, isWhole: true };
      if (next === 'unusable' || next.toString() === query?.toString()) break;
      query = next;
    }
    return { pages, isWhole: false };
  }

  private referrersPage(repository: string, digest: string, query: URLSearchParams | undefined, signal: AbortSignal | undefined) {
    return this.transport.send({
      method: 'GET',
      path: `${checkedRepository(repository)}/referrers/${checkedReference(digest)}`,
      ...(query ? { query } : {}),
      headers: { accept: MANIFEST_ACCEPT },
      scopes: pull(repository),
      expect: [200, 400, 404, 405],
      limit: limits.manifest,
      what: 'referrers',
      action: 'pull',
      signal,
    });
  }

  private manifestRequest(
    method: 'GET' | 'HEAD' | 'DELETE',
    repository: string,
    reference: string,
    expect: number[],
    scopes: string[],
    action: Action,
    signal?: AbortSignal,
    limit: Limit = limits.manifest,
  ) {
    const path = `${checkedRepository(repository)}/manifests/${checkedReference(reference)}`;
    return this.transport.send({
      method,
      path,
      headers: { accept: MANIFEST_ACCEPT },
      scopes,
      expect,
      limit,
      what: 'manifest',
      subject: reference,
      action,
      signal,
    });
  }
}

const isNoCredentials = (error: unknown): boolean => isFailure(error, 'UNAUTHORIZED') && error.data.reason === 'no-credentials';
