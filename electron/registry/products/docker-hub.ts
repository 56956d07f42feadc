import { z } from 'zod';
import type { ReadTag } from '../../../shared/contract/tags.ts';
import { Failure, isFailure } from '../../../shared/errors.ts';
import { isDigest } from '../../../shared/oci/digest.ts';
import { knownTime } from '../../../shared/oci/image-config.ts';
import { isIndexType } from '../../../shared/oci/media-types.ts';
import { isTag } from '../../../shared/oci/reference.ts';
import { hiderOf, secretsOf } from '../auth/redact.ts';
import type { Credential, Endpoint, NetworkOptions } from '../endpoint.ts';
import { deleteAnswerOf } from '../http/failure.ts';
import { limits, MAX_PAGES } from '../http/limits.ts';
import type { NamePage } from '../pages.ts';
import { Transport } from '../transport.ts';
import { type ProductApi, readAnswer, type ToldRow } from './api.ts';
import { type ImmutableTest, immutableSettings, immutableTest } from './hub-immutable.ts';

/** docs.docker.com, Docker Hub API: its tokens live for about ten minutes. */
const API = 'https://hub.docker.com';
const PAGE = 100;

const token = z.object({ access_token: z.string().regex(/^[\x21-\x7e]+$/) });
const repositories = z.object({ next: z.string().nullish(), results: z.array(z.object({ name: z.string() })) });
const image = z.object({
  os: z.string().default(''),
  architecture: z.string().default(''),
  variant: z.string().nullish(),
  size: z.number().int().nonnegative().nullish(),
  last_pulled: z.string().nullish().catch(undefined),
});
const tags = z.object({
  next: z.string().nullish(),
  results: z.array(
    z.object({
      name: z.string(),
      digest: z.string().nullish(),
      media_type: z.string().nullish(),
      last_updated: z.string().nullish(),
      tag_last_pulled: z.string().nullish().catch(undefined),
      images: z.array(image).nullish(),
    }),
  ),
});

type HubTag = z.infer<typeof tags>['results'][number];

function rowOf(tag: HubTag, isImmutable: ImmutableTest): ToldRow[] {
  const { name, digest, media_type, last_updated, images } = tag;
  if (!isTag(name)) return [];
  // A pull by digest is noted with the image alone.
  const pulls = [tag.tag_last_pulled, ...(images ?? []).map(({ last_pulled }) => last_pulled)];
  const pulled = pulls.flatMap((time) => knownTime(time) ?? []).reduce<string | undefined>((a = '', b) => (b > a ? b : a), undefined);
  const immutable = isImmutable(name);
  const told = { ...(pulled ? { pulled } : {}), ...(immutable === undefined ? {} : { immutable }) };
  // Old tags carry no digest of their own: the rest of their rows is read in the usual way.
  if (!digest || !isDigest(digest)) return [{ state: 'told', tag: name, told }];
  const shown = (images ?? []).filter(
    ({ os, architecture }) => os !== 'unknown' && architecture !== 'unknown' && os !== '' && architecture !== '',
  );
  const sizes = shown.flatMap(({ size }) => size ?? []);
  const pushed = knownTime(last_updated);
  const kind = isIndexType(media_type ?? '') || shown.length > 1 ? 'index' : 'image';
  const row: ReadTag = {
    state: 'read',
    tag: name,
    digest,
    mediaType: media_type ?? '',
    kind,
    content: kind,
    platforms: shown.map(({ os, architecture, variant }) => ({ os, architecture, ...(variant ? { variant } : {}) })),
    ...(sizes.length === 0 ? {} : { size: sizes.reduce((sum, size) => sum + size, 0) }),
    // It knows when a tag was pushed, not when its image was made.
    ...(pushed ? { created: pushed, createdIs: 'pushed' } : {}),
    ...told,
  };
  return [row];
}

/** A repository's namespace and the rest, as the API wants them. */
function pathOf(repository: string): string {
  const [namespace = '', ...rest] = repository.includes('/') ? repository.split('/') : ['library', repository];
  return `/v2/namespaces/${encodeURIComponent(namespace)}/repositories/${encodeURIComponent(rest.join('/'))}`;
}

/** Requests to the API, signed in with a token that the password is exchanged for. */
class HubAccess {
  private readonly endpoint: Endpoint;
  private readonly api: string;
  private readonly anonymous: Transport;
  private readonly signedIn: Transport;
  /** A sign-in that was refused is not tried again with every table: that would lock the account. */
  private refusal: unknown;

  constructor(endpoint: Endpoint, network: NetworkOptions) {
    this.endpoint = endpoint;
    this.api = network.productApi ?? API;
    const target = { ...endpoint, url: this.api, fingerprint: '', clientCertificate: '' };
    this.anonymous = new Transport({ ...target, credential: async () => undefined }, network);
    this.signedIn = new Transport({ ...target, credential: () => this.signIn() }, network);
  }

  async close(): Promise<void> {
    await Promise.all([this.anonymous.close(), this.signedIn.close()]);
  }

  /** @throws Failure UNAUTHORIZED without a password. */
  async password(): Promise<Extract<Credential, { kind: 'password' }>> {
    const own = await this.endpoint.credential();
    if (own?.kind === 'password') return own;
    throw new Failure('UNAUTHORIZED', { host: new URL(this.endpoint.url).host, challenge: 'bearer', reason: 'no-credentials' });
  }

  send(method: 'GET' | 'DELETE', path: string, query: URLSearchParams | undefined, expect: number[], signal: AbortSignal | undefined) {
    return this.signedIn.send({
      method,
      path: new URL(path, this.api),
      ...(query ? { query } : {}),
      scopes: ['hub:api'],
      eager: true,
      expect,
      limit: limits.listPage,
      what: 'product',
      action: method === 'GET' ? 'list' : 'delete',
      signal,
    });
  }

  async *pages<T extends { next?: string | null | undefined }>(
    path: string,
    schema: z.ZodType<T>,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<T & Pick<NamePage, 'cut'>> {
    for (let page = 1; page <= MAX_PAGES; page++) {
      const answer = await this.send('GET', path, new URLSearchParams({ page: String(page), page_size: String(PAGE) }), [200], signal);
      const read = readAnswer(schema, answer.body, 'product');
      yield page === MAX_PAGES && read.next ? { ...read, cut: 'pages' } : read;
      // Where it leads is not followed: only that there is more.
      if (!read.next) return;
    }
  }

  /** Which tags its settings make immutable. Whoever may not read them reads the rest. */
  async immutableTest(repository: string, signal: AbortSignal | undefined): Promise<ImmutableTest> {
    try {
      const answer = await this.send('GET', pathOf(repository), undefined, [200], signal);
      return immutableTest(readAnswer(immutableSettings, answer.body, 'product').immutable_tags_settings);
    } catch (error) {
      if (!isFailure(error)) throw error;
      return () => undefined;
    }
  }

  private async signIn(): Promise<Credential> {
    if (this.refusal) throw this.refusal;
    const own = await this.password();
    const answer = await this.anonymous
      .send({
        method: 'POST',
        path: new URL('/v2/auth/token', this.api),
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify({ identifier: own.username, secret: own.password })),
        scopes: [],
        expect: [200],
        limit: limits.token,
        what: 'token',
        action: 'sign-in',
      })
      .catch((thrown: unknown) => {
        // The password is in the body: the client that sent it knows of none.
        const error = isFailure(thrown) ? hiderOf(secretsOf(own)).failure(thrown) : thrown;
        if (isFailure(error, 'UNAUTHORIZED') || isFailure(error, 'FORBIDDEN')) this.refusal = error;
        throw error;
      });
    return { kind: 'token', token: readAnswer(token, answer.body, 'token').access_token };
  }
}

/** Docker Hub's own API: the repositories of one's namespace, tag tables without a pull, and single tags. It needs a sign-in. */
export function dockerHub(endpoint: Endpoint, network: NetworkOptions): ProductApi {
  const hub = new HubAccess(endpoint, network);
  return {
    close: () => hub.close(),
    async *repositories(signal): AsyncGenerator<NamePage> {
      const { username: namespace } = await hub.password();
      for await (const page of hub.pages(`/v2/namespaces/${encodeURIComponent(namespace)}/repositories`, repositories, signal))
        yield { names: page.results.map(({ name }) => `${namespace}/${name}`), cut: page.cut };
    },
    async *tagRows(repository, signal) {
      const test = hub.immutableTest(repository, signal);
      test.catch(() => {});
      for await (const page of hub.pages(`${pathOf(repository)}/tags`, tags, signal)) {
        const isImmutable = await test;
        yield page.results.flatMap((tag) => rowOf(tag, isImmutable));
      }
    },
    async deleteTag(repository, tag, _digest, signal) {
      const path = `${pathOf(repository)}/tags/${encodeURIComponent(tag)}`;
      return deleteAnswerOf(await hub.send('DELETE', path, undefined, [200, 202, 204, 404, 405], signal));
    },
  };
}
