import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isDigest } from '../../shared/oci/digest.ts';
import { isRepository, isTag } from '../../shared/oci/reference.ts';
import { createServer } from '../node-http.ts';
import { refuseMethod, sendError, sendJson } from './answer.ts';
import { answerBlob } from './blobs.ts';
import { sendReferrers, takeManifest } from './manifests.ts';
import { type Page, pageOf, queryAfter } from './pages.ts';
import { type Found, type SampleRepository, SampleStore } from './store.ts';
import { SampleUploads } from './uploads.ts';

/** One request to the registry and its answer. */
export type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly url: URL;
};

const MANIFEST_PATH = /^\/v2\/(.+)\/manifests\/([^/]+)$/;
const BLOB_PATH = /^\/v2\/(.+)\/blobs\/([^/]+)$/;
const TAGS_PATH = /^\/v2\/(.+)\/tags\/list$/;
const REFERRERS_PATH = /^\/v2\/(.+)\/referrers\/([^/]+)$/;
const UPLOADS_PATH = /^\/v2\/(.+)\/blobs\/uploads\/([^/]*)$/;

const READ = 'GET, HEAD';
const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD';

/** Answers a request about the repository `name`; `last` is the last segment of the path. */
type Answerer = (exchange: Exchange, name: string, last: string) => void | Promise<void>;

/**
 * A small OCI registry in memory, on loopback, that keeps to the specification: the sample that people explore. Each step of an answer is a method
 * of its own, so that the tests' double (`e2e/support/registry/double.ts`) can answer as other products do.
 */
export class SampleRegistry {
  readonly store: SampleStore;
  readonly uploads: SampleUploads;
  private readonly server: Server;

  constructor(store: SampleStore = new SampleStore(), uploads: SampleUploads = new SampleUploads(store)) {
    this.store = store;
    this.uploads = uploads;
    this.server = createServer((request, response) => {
      this.receive(request, response).catch(() => response.destroy());
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

  private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    await this.answer({ request, response, method: request.method ?? 'GET', url: new URL(request.url ?? '/', this.url) });
  }

  protected async answer(exchange: Exchange): Promise<void> {
    const { response, url } = exchange;
    const path = url.pathname;
    if (path === '/v2/' || path === '/v2') return sendJson(response, 200, {}, { 'docker-distribution-api-version': 'registry/2.0' });
    if (path === '/v2/_catalog') return this.sendCatalog(exchange);
    for (const [pattern, answer] of this.paths) {
      const [, name, last] = pattern.exec(path) ?? [];
      if (name === undefined) continue;
      return isRepository(name) ? answer(exchange, name, last ?? '') : sendError(response, 400, 'NAME_INVALID');
    }
    sendError(response, 404, 'NOT_FOUND');
  }

  private readonly paths: readonly (readonly [RegExp, Answerer])[] = [
    [UPLOADS_PATH, (exchange, name, id) => this.uploads.answer({ ...exchange, repository: name, id, prefix: this.prefix })],
    [TAGS_PATH, (exchange, name) => (isRead(exchange.method) ? this.sendTags(exchange, name) : refuseMethod(exchange.response, READ))],
    [MANIFEST_PATH, (exchange, name, reference) => this.answerManifest(exchange, name, reference)],
    [REFERRERS_PATH, (exchange, name, digest) => this.answerReferrers(exchange, name, digest)],
    [BLOB_PATH, (exchange, name, digest) => this.answerBlob(exchange, name, digest)],
  ];

  /** What stands before `/v2/` in the paths of the registry. */
  protected get prefix(): string {
    return '';
  }

  /** The most names on a page. */
  protected get pageSize(): number {
    return 1000;
  }

  protected sendCatalog(exchange: Exchange): void {
    this.sendPage(exchange, [...this.store.repositories.keys()].sort(), (names) => ({ repositories: names }));
  }

  protected sendTags(exchange: Exchange, name: string): void {
    const repository = this.store.repositories.get(name);
    if (!repository) return sendError(exchange.response, 404, 'NAME_UNKNOWN');
    const tags = [...repository.tags.keys()].sort();
    this.sendPage(exchange, tags, (page) => ({ name, tags: tags.length === 0 ? null : page }));
  }

  protected sendPage({ response, url }: Exchange, all: readonly string[], shape: (names: readonly string[]) => unknown): void {
    const page = pageOf(all, url.searchParams, this.pageSize);
    if (!page) return sendError(response, 400, 'PAGINATION_NUMBER_INVALID');
    const next = this.nextPage(url, page);
    sendJson(response, 200, shape(page.names), next === undefined ? {} : { link: `<${next}>; rel="next"` });
  }

  /** The address of the page that follows, where one does. */
  protected nextPage(url: URL, page: Page): string | undefined {
    return page.more ? `${url.pathname}?${queryAfter(page)}` : undefined;
  }

  private answerManifest(exchange: Exchange, name: string, reference: string): void | Promise<void> {
    const { response, method } = exchange;
    if (reference.includes(':') && !isDigest(reference)) return sendError(response, 400, 'DIGEST_INVALID');
    if (method === 'PUT') return this.putManifest(exchange, name, reference);
    const repository = this.store.repositories.get(name);
    if (method === 'DELETE') return this.deleteManifest(exchange, repository, reference);
    if (!isRead(method)) return refuseMethod(response, `${READ}, PUT, DELETE`);
    const found = repository && this.find(repository, reference);
    if (!found) return sendError(response, 404, 'MANIFEST_UNKNOWN');
    response.writeHead(200, {
      'content-type': found.manifest.mediaType,
      'content-length': found.manifest.bytes.byteLength,
      ...this.manifestHeaders(found, method),
    });
    response.end(method === 'HEAD' ? undefined : found.manifest.bytes);
  }

  protected find(repository: SampleRepository, reference: string): Found | undefined {
    return repository.find(reference);
  }

  protected manifestHeaders({ digest }: Found, _method: string): Record<string, string> {
    return { 'docker-content-digest': digest };
  }

  protected putManifest({ request, response }: Exchange, name: string, reference: string): Promise<void> {
    return takeManifest(request, response, this.store, { name, reference, prefix: this.prefix, namesSubject: true });
  }

  protected deleteManifest({ response }: Exchange, repository: SampleRepository | undefined, reference: string): void {
    const deleted = isTag(reference) ? repository?.tags.delete(reference) : repository?.deleteDigest(reference);
    if (!deleted) return sendError(response, 404, 'MANIFEST_UNKNOWN');
    response.writeHead(202).end();
  }

  protected answerReferrers({ response, method, url }: Exchange, name: string, digest: string): void {
    if (!isRead(method)) return refuseMethod(response, READ);
    sendReferrers(response, this.store, { name, digest, artifactType: url.searchParams.get('artifactType') });
  }

  protected answerBlob({ request, response }: Exchange, name: string, digest: string): void {
    if (!isDigest(digest)) return sendError(response, 400, 'DIGEST_INVALID');
    answerBlob(request, response, this.store.repositories.get(name), digest);
  }
}
