import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { isDigest } from '../../shared/oci/digest.ts';
import { isRepository, isTag } from '../../shared/oci/reference.ts';
import { refuseMethod, sendError, sendJson } from './answer.ts';
import { type Behaviour, type Fault, usualBehaviour } from './behaviour.ts';
import { answerBlob } from './blobs.ts';
import { answerHarbor } from './harbor-api.ts';
import { sendReferrers, takeManifest } from './manifests.ts';
import { type SampleRepository, SampleStore } from './store.ts';
import { hasPassword, SampleAuth } from './token-service.ts';
import { SampleUploads } from './uploads.ts';

type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse; readonly url: URL; readonly behaviour: Behaviour };

const MANIFEST_PATH = /^\/v2\/(.+)\/manifests\/([^/]+)$/;
const BLOB_PATH = /^\/v2\/(.+)\/blobs\/([^/]+)$/;
const TAGS_PATH = /^\/v2\/(.+)\/tags\/list$/;
const AZURE_TAG = /^\/acr\/v1\/(.+)\/_tags\/([^/]+)$/;
const REFERRERS_PATH = /^\/v2\/(.+)\/referrers\/([^/]+)$/;
const UPLOADS_PATH = /^\/v2\/(.+)\/blobs\/uploads\/([^/]*)$/;

const READ = 'GET, HEAD';
const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD';

type Answerer = (exchange: Exchange, method: string, name: string, last: string) => void | Promise<void>;

/**
 * A small OCI registry in memory, on loopback: the sample that people explore, and the test double whose {@link Behaviour} stands for what
 * real registries do. It keeps a log of requests, so that a test can see what was asked.
 */
export class SampleRegistry {
  readonly store: SampleStore;
  readonly requests: { method: string; path: string; authorization: string | undefined }[] = [];
  /** What came as `Cookie`. */
  readonly cookies: string[] = [];
  readonly auth = new SampleAuth();
  readonly uploads: SampleUploads;
  behaviour: Behaviour;
  fault: Fault | undefined;
  private readonly server: Server;

  constructor(store: SampleStore = new SampleStore(), behaviour: Partial<Behaviour> = {}) {
    this.store = store;
    this.uploads = new SampleUploads(store);
    this.behaviour = { ...usualBehaviour, ...behaviour };
    this.server = createServer((request, response) => {
      this.handle(request, response).catch(() => response.destroy());
    });
  }

  /** Listens on a free port of 127.0.0.1; the base URL. */
  async start(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(0, '127.0.0.1', resolve);
    });
    this.server.unref();
    return this.url;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    const method = request.method ?? 'GET';
    // Behind a path, everything else is somebody else's page.
    const { prefix } = this.behaviour;
    if (url.pathname.startsWith(prefix)) url.pathname = url.pathname.slice(prefix.length);
    else return void response.writeHead(404, { 'content-type': 'text/html' }).end('<html>Not here</html>');
    for (const [key, value] of Object.entries(this.behaviour.headers)) response.setHeader(key, value);
    this.requests.push({ method, path: url.pathname + url.search, authorization: request.headers.authorization });
    if (request.headers.cookie) this.cookies.push(request.headers.cookie);
    if (this.behaviour.latency > 0) await wait(this.behaviour.latency);
    if (this.misbehave(request, response, url, method)) return;
    const exchange = { request, response, url, behaviour: this.behaviour };
    const { tokenPath, api } = this.behaviour;
    if (url.pathname === tokenPath) return this.auth.answerToken(request, response, this.behaviour, url);
    // Harbor's own API takes Basic and asks nobody for it.
    if (api === 'harbor' && url.pathname.startsWith('/api/v2.0/')) {
      const mayAsk = this.behaviour.auth === 'none' || hasPassword(request, this.behaviour);
      if (!mayAsk) return sendError(response, method === 'GET' ? 403 : 401, 'FORBIDDEN');
      return answerHarbor(this.store, this.behaviour, method, url, response);
    }
    const host = request.headers.host ?? '';
    const asked = {
      origin: `http://${host}${this.behaviour.prefix}`,
      host,
      scope: scopeOf(method, url.pathname, this.behaviour),
      kind: kindOf(url.pathname),
    };
    if (!this.auth.admit(request, response, this.behaviour, asked)) return;
    await this.route(exchange, method);
  }

  /** True where a fault took the request's place. */
  private misbehave(request: IncomingMessage, response: ServerResponse, url: URL, method: string): boolean {
    const fault = this.fault?.({ method, path: url.pathname, number: this.requests.length });
    if (!fault) return false;
    switch (fault.kind) {
      case 'cut':
        request.socket.destroy();
        break;
      case 'status':
        response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
        response.end(fault.body ?? JSON.stringify({ errors: [{ code: 'UNKNOWN', message: 'fault' }] }));
        break;
      case 'redirect':
        response.writeHead(307, { location: fault.location }).end();
        break;
      case 'body':
        response.writeHead(200, { 'content-type': 'application/json', ...fault.headers }).end(fault.body);
        break;
    }
    return true;
  }

  private async route(exchange: Exchange, method: string): Promise<void> {
    const { response, url } = exchange;
    const path = url.pathname;
    if (path === '/v2/' || path === '/v2') return sendJson(response, 200, {}, { 'docker-distribution-api-version': 'registry/2.0' });
    if (path === '/v2/_catalog') return this.sendCatalog(exchange);
    const azure = exchange.behaviour.api === 'azure' ? AZURE_TAG.exec(path) : undefined;
    if (azure?.[1] && azure[2]) {
      const gone = this.store.repositories.get(azure[1])?.tags.delete(azure[2]);
      return gone ? void response.writeHead(202).end() : sendError(response, 404, 'TAG_UNKNOWN');
    }
    for (const [pattern, answer] of this.paths) {
      const [, name, last] = pattern.exec(path) ?? [];
      if (name === undefined) continue;
      return isRepository(name) ? answer(exchange, method, name, last ?? '') : sendError(response, 400, 'NAME_INVALID');
    }
    sendError(response, 404, 'NOT_FOUND');
  }

  /** What is asked of a repository, with what stands last in the path. */
  private readonly paths: readonly (readonly [RegExp, Answerer])[] = [
    [
      UPLOADS_PATH,
      ({ request, response, url, behaviour }, method, name, id) =>
        this.uploads.answer(request, response, { method, repository: name, id, url, prefix: behaviour.prefix }),
    ],
    [TAGS_PATH, (exchange, method, name) => (isRead(method) ? this.sendTags(exchange, name) : refuseMethod(exchange.response, READ))],
    [MANIFEST_PATH, (exchange, method, name, reference) => this.manifest(exchange, method, name, reference)],
    [
      REFERRERS_PATH,
      ({ response, url, behaviour }, method, name, digest) => {
        if (!behaviour.referrers) return sendError(response, 404, 'NOT_FOUND');
        if (!isRead(method)) return refuseMethod(response, READ);
        sendReferrers(response, this.store, { name, digest, artifactType: url.searchParams.get('artifactType') });
      },
    ],
    [
      BLOB_PATH,
      ({ request, response, behaviour: { deletes } }, _method, name, digest) =>
        isDigest(digest)
          ? answerBlob(request, response, this.store.repositories.get(name), { digest, deletes })
          : sendError(response, 400, 'DIGEST_INVALID'),
    ],
  ];

  private sendCatalog(exchange: Exchange): void {
    const { response, behaviour } = exchange;
    if (behaviour.catalog === 'forbidden') return sendError(response, 403, 'DENIED');
    if (behaviour.catalog === 'missing') return sendError(response, 404, 'NOT_FOUND');
    if (behaviour.catalog === 'unauthorized') return sendError(response, 401, 'UNAUTHORIZED');
    this.sendPage(exchange, [...this.store.repositories.keys()].sort(), (names) => ({ repositories: names }));
  }

  private sendTags(exchange: Exchange, name: string): void {
    const { request, response, behaviour } = exchange;
    const repository = this.store.repositories.get(name);
    if (!repository) return sendError(response, 404, 'NAME_UNKNOWN');
    if (behaviour.strictAccept && /manifest/.test(request.headers.accept ?? '')) return sendError(response, 406, 'UNSUPPORTED');
    const tags = [...repository.tags.keys()].sort();
    if (behaviour.api === 'google') return sendJson(response, 200, { name, tags, child: [], manifest: googleManifests(repository) });
    this.sendPage(exchange, tags, (page) => ({ name, tags: tags.length === 0 ? null : [...page, ...behaviour.tagNoise] }));
  }

  private sendPage({ response, url, behaviour }: Exchange, all: readonly string[], shape: (names: readonly string[]) => unknown): void {
    if (behaviour.paging === 'refuses-n' && url.searchParams.has('n')) return sendError(response, 400, 'PAGINATION_NUMBER_INVALID');
    const last = url.searchParams.get('last');
    const asked = url.searchParams.get('n');
    if (asked !== null && !/^\d+$/.test(asked)) return sendError(response, 400, 'PAGINATION_NUMBER_INVALID');
    const wanted = Number(asked ?? behaviour.pageSize);
    if (wanted > behaviour.pageSize && behaviour.tooMany !== 'clamped') return sendError(response, behaviour.tooMany, 'UNSUPPORTED');
    const size = Math.min(behaviour.pageSize, wanted);
    if (last !== null && behaviour.unknownLast !== 'after' && !all.includes(last))
      return void response.writeHead(behaviour.unknownLast).end();
    const rest = last === null ? all : all.filter((name) => name > last);
    const page = rest.slice(0, size);
    const next = new URLSearchParams({ n: String(size), last: page.at(-1) ?? '' });
    const path = behaviour.paging === 'foreign-link' ? `http://localhost:1${url.pathname}` : behaviour.linkPath(url.pathname);
    const endless = behaviour.paging === 'endless';
    const always = behaviour.paging === 'always-link' && page.length > 0;
    const linked = endless || always || (page.length > 0 && rest.length > page.length && behaviour.paging !== 'none');
    sendJson(response, 200, shape(page), linked ? { link: `<${path}?${endless ? url.searchParams : next}>; rel="next"` } : {});
  }

  private async manifest(exchange: Exchange, method: string, name: string, reference: string): Promise<void> {
    const { request, response, behaviour } = exchange;
    if (reference.includes(':') && !isDigest(reference)) return sendError(response, 400, 'DIGEST_INVALID');
    if (method === 'PUT') return takeManifest(request, response, this.store, { name, reference, behaviour });
    const repository = this.store.repositories.get(name);
    if (method === 'DELETE') return this.deleteManifest(exchange, repository, reference);
    if (!isRead(method)) return refuseMethod(response, `${READ}, PUT, DELETE`);
    const found = repository?.find(reference);
    if (!found) return sendError(response, 404, 'MANIFEST_UNKNOWN');
    response.writeHead(200, {
      'content-type': found.manifest.mediaType,
      'content-length': found.manifest.bytes.byteLength,
      ...(behaviour.digestHeader === 'always' || (behaviour.digestHeader === 'head' && method === 'HEAD')
        ? { 'docker-content-digest': found.digest }
        : {}),
      ...(behaviour.quota ? quotaHeaders(behaviour.quota) : {}),
    });
    response.end(method === 'HEAD' ? undefined : found.manifest.bytes);
  }

  private deleteManifest({ response, behaviour }: Exchange, repository: SampleRepository | undefined, reference: string): void {
    const byTag = isTag(reference);
    const { deletes } = behaviour;
    if (deletes === 'lies') return void response.writeHead(202).end();
    if (deletes === 'off' || (deletes === 'tag' && !byTag)) return sendError(response, 405, 'UNSUPPORTED');
    if (deletes === 'digest' && byTag) return sendError(response, 400, 'DIGEST_INVALID');
    const isTagged = !byTag && [...(repository?.tags.values() ?? [])].includes(reference);
    const { digestWhileTagged } = behaviour;
    if (isTagged && typeof digestWhileTagged === 'number') return sendError(response, digestWhileTagged, 'DENIED');
    if (behaviour.cascade && !byTag) repository?.deleteReferrers(reference);
    const removeDigest = () => (digestWhileTagged === 'left' ? repository?.leaveTags(reference) : repository?.deleteDigest(reference));
    const done = byTag ? repository?.tags.delete(reference) : removeDigest();
    if (!done) return sendError(response, 404, 'MANIFEST_UNKNOWN');
    response.writeHead(202).end();
  }
}

/** What a request is about, for who asks to sign in. */
function kindOf(path: string): 'api' | 'catalog' | 'repository' {
  return path === '/v2/_catalog' ? 'catalog' : path === '/v2/' || path === '/v2' ? 'api' : 'repository';
}

function quotaHeaders({ limit, remaining, window }: NonNullable<Behaviour['quota']>): Record<string, string> {
  return { 'ratelimit-limit': `${limit};w=${window}`, 'ratelimit-remaining': `${remaining};w=${window}` };
}

/** The map that Google's `tags/list` brings along; its numbers are strings. */
function googleManifests(repository: SampleRepository): Record<string, unknown> {
  const manifests = [...repository.manifests].map(([digest, { bytes, mediaType }]) => {
    const tag = [...repository.tags].flatMap(([name, target]) => (target === digest ? [name] : []));
    return [digest, { imageSizeBytes: String(bytes.byteLength), mediaType, tag, timeCreatedMs: '1767225600000' }] as const;
  });
  return Object.fromEntries(manifests);
}

/** The scope that a request takes; empty for `/v2/`. */
function scopeOf(method: string, path: string, { deleteRight, catalogRight }: Behaviour): string {
  if (path === '/v2/' || path === '/v2') return '';
  if (path === '/v2/_catalog') return catalogRight ? 'registry:catalog:*' : '';
  const name = (/^\/v2\/(.+)\/(?:manifests|blobs|tags|referrers)\//.exec(path) ?? AZURE_TAG.exec(path))?.[1] ?? '';
  const action = method === 'GET' || method === 'HEAD' ? 'pull' : method === 'DELETE' ? deleteRight : 'push';
  return `repository:${name}:${action}`;
}
