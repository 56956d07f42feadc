import { setTimeout as wait } from 'node:timers/promises';
import { readAll, sendError, sendJson } from '../../../electron/sample/answer.ts';
import { takeManifest } from '../../../electron/sample/manifests.ts';
import { type Page, queryAfter } from '../../../electron/sample/pages.ts';
import { type Exchange, SampleRegistry } from '../../../electron/sample/registry.ts';
import { type Found, type SampleRepository, SampleStore, type StoredManifest } from '../../../electron/sample/store.ts';
import { referrersTag } from '../../../shared/oci/digest.ts';
import { isTag } from '../../../shared/oci/reference.ts';
import { type Behaviour, type Fault, usualBehaviour } from './behaviour.ts';
import { answerHarbor } from './harbor-api.ts';
import { hasPassword, SignIn } from './sign-in.ts';
import { UploadsDouble } from './uploads.ts';

const AZURE_TAG = /^\/acr\/v1\/(.+)\/_tags\/([^/]+)$/;

/**
 * The sample registry as a test double: its {@link Behaviour} stands for what real registries do beside the specification, a {@link Fault} replaces single
 * answers, and `requests` records what a registry was asked.
 */
export class RegistryDouble extends SampleRegistry {
  declare readonly uploads: UploadsDouble;
  readonly requests: { method: string; path: string; authorization: string | undefined }[] = [];
  /** The most requests that were open at once. */
  mostOpen = 0;
  private open = 0;
  /** Every `Cookie` header that was received. */
  readonly cookies: string[] = [];
  readonly auth = new SignIn();
  behaviour: Behaviour;
  fault: Fault | undefined;
  /** Manifests whose digest was deleted while their tags were kept: only the tags still answer. */
  private readonly left = new Map<SampleRepository, Map<string, StoredManifest>>();

  constructor(store: SampleStore = new SampleStore(), behaviour: Partial<Behaviour> = {}) {
    super(store, new UploadsDouble(store));
    this.behaviour = { ...usualBehaviour, ...behaviour };
  }

  /** Deletes a manifest by its digest and keeps the tags that point to it, which still answer. False where it is not found. */
  leaveTags(repository: SampleRepository, digest: string): boolean {
    const manifest = repository.manifests.get(digest);
    const left = this.left.get(repository) ?? new Map<string, StoredManifest>();
    if (manifest) this.left.set(repository, left.set(digest, manifest));
    return repository.manifests.delete(digest);
  }

  protected override get prefix(): string {
    return this.behaviour.prefix;
  }

  protected override get pageSize(): number {
    return this.behaviour.pageSize;
  }

  protected override async answer(exchange: Exchange): Promise<void> {
    const { request, response, url, method } = exchange;
    const { prefix, headers, latency, tokenPath, api } = this.behaviour;
    if (!url.pathname.startsWith(prefix)) return void response.writeHead(404, { 'content-type': 'text/html' }).end('<html>Not here</html>');
    url.pathname = url.pathname.slice(prefix.length);
    for (const [key, value] of Object.entries(headers)) response.setHeader(key, value);
    this.requests.push({ method, path: url.pathname + url.search, authorization: request.headers.authorization });
    if (request.headers.cookie) this.cookies.push(request.headers.cookie);
    this.countOpen(response);
    if (latency > 0) await wait(latency);
    if (this.misbehave(exchange)) return;
    if (url.pathname === tokenPath) return this.auth.answerToken(request, response, this.behaviour, url);
    if (api === 'harbor' && url.pathname.startsWith('/api/v2.0/')) return this.answerHarbor(exchange);
    if (!this.admits(exchange)) return;
    const azure = api === 'azure' ? AZURE_TAG.exec(url.pathname) : undefined;
    if (azure) return this.deleteAzureTag(exchange, azure[1] ?? '', azure[2] ?? '');
    await super.answer(exchange);
  }

  /** A request is open until its answer has left, or its connection is cut. */
  private countOpen(response: Exchange['response']): void {
    this.mostOpen = Math.max(this.mostOpen, ++this.open);
    const ended = () => {
      response.off('finish', ended).off('close', ended);
      this.open--;
    };
    response.on('finish', ended).on('close', ended);
  }

  /** True where a fault took the answer's place. */
  private misbehave({ request, response, url, method }: Exchange): boolean {
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

  /** Whether the request may go on; where not, it has been answered with a challenge. */
  private admits({ request, response, url, method }: Exchange): boolean {
    const host = request.headers.host ?? '';
    return this.auth.admit(request, response, this.behaviour, {
      origin: `http://${host}${this.behaviour.prefix}`,
      host,
      scope: scopeOf(method, url.pathname, this.behaviour),
      kind: kindOf(url.pathname),
    });
  }

  /** Harbor's own API accepts Basic and sends no challenge. */
  private answerHarbor({ request, response, url, method }: Exchange): void {
    const mayAsk = this.behaviour.auth === 'none' || hasPassword(request, this.behaviour);
    if (!mayAsk) return sendError(response, method === 'GET' ? 403 : 401, 'FORBIDDEN');
    answerHarbor(this.store, this.behaviour, method, url, response);
  }

  private deleteAzureTag({ response }: Exchange, name: string, tag: string): void {
    const deleted = this.store.repositories.get(name)?.tags.delete(tag);
    return deleted ? void response.writeHead(202).end() : sendError(response, 404, 'TAG_UNKNOWN');
  }

  protected override sendCatalog(exchange: Exchange): void {
    const { catalog } = this.behaviour;
    if (catalog === 'forbidden') return sendError(exchange.response, 403, 'DENIED');
    if (catalog === 'missing') return sendError(exchange.response, 404, 'NOT_FOUND');
    if (catalog === 'unauthorized') return sendError(exchange.response, 401, 'UNAUTHORIZED');
    super.sendCatalog(exchange);
  }

  protected override sendTags(exchange: Exchange, name: string): void {
    const { request, response } = exchange;
    const { strictAccept, api } = this.behaviour;
    if (strictAccept && /manifest/.test(request.headers.accept ?? '')) return sendError(response, 406, 'UNSUPPORTED');
    const repository = api === 'google' ? this.store.repositories.get(name) : undefined;
    if (!repository) return super.sendTags(exchange, name);
    const tags = [...repository.tags.keys()].sort();
    sendJson(response, 200, { name, tags, child: [], manifest: googleManifests(repository) });
  }

  protected override sendPage(exchange: Exchange, all: readonly string[], shape: (names: readonly string[]) => unknown): void {
    const { response, url } = exchange;
    const { paging, tooMany, unknownLast, pageSize, tagNoise } = this.behaviour;
    const last = url.searchParams.get('last');
    if (paging === 'refuses-n' && url.searchParams.has('n')) return sendError(response, 400, 'PAGINATION_NUMBER_INVALID');
    if (tooMany !== 'clamped' && Number(url.searchParams.get('n')) > pageSize) return sendError(response, tooMany, 'UNSUPPORTED');
    if (last !== null && unknownLast !== 'after' && !all.includes(last)) return void response.writeHead(unknownLast).end();
    super.sendPage(exchange, all, (names) => withNoise(shape(names), tagNoise));
  }

  protected override nextPage({ pathname, searchParams }: URL, page: Page): string | undefined {
    const { paging, linkPath } = this.behaviour;
    if (paging === 'endless') return `${linkPath(pathname)}?${searchParams}`;
    const follows = paging === 'always-link' ? page.names.length > 0 : page.more && paging !== 'none';
    const path = paging === 'foreign-link' ? `http://localhost:1${pathname}` : linkPath(pathname);
    return follows ? `${path}?${queryAfter(page)}` : undefined;
  }

  protected override find(repository: SampleRepository, reference: string): Found | undefined {
    const digest = repository.tags.get(reference);
    const manifest = digest === undefined ? undefined : this.left.get(repository)?.get(digest);
    return super.find(repository, reference) ?? (digest !== undefined && manifest ? { digest, manifest } : undefined);
  }

  protected override manifestHeaders(found: Found, method: string): Record<string, string> {
    const { digestHeader, quota } = this.behaviour;
    const named = digestHeader === 'always' || (digestHeader === 'head' && method === 'HEAD');
    return { ...(named ? super.manifestHeaders(found, method) : {}), ...(quota ? quotaHeaders(quota) : {}) };
  }

  protected override async putManifest({ request, response }: Exchange, name: string, reference: string): Promise<void> {
    const { immutable, referrers } = this.behaviour;
    if (immutable?.test(reference) && this.store.repositories.get(name)?.tags.has(reference)) {
      await readAll(request, 0);
      return sendError(response, 412, 'PRECONDITION', `Failed to process request due to '${name}:${reference}' configured as immutable.`);
    }
    return takeManifest(request, response, this.store, { name, reference, prefix: this.prefix, namesSubject: referrers });
  }

  protected override deleteManifest(exchange: Exchange, repository: SampleRepository | undefined, reference: string): void {
    const { response } = exchange;
    const byTag = isTag(reference);
    const { deletes, digestWhileTagged, cascade } = this.behaviour;
    if (deletes === 'lies') return void response.writeHead(202).end();
    if (deletes === 'off' || (deletes === 'tag' && !byTag)) return sendError(response, 405, 'UNSUPPORTED');
    if (deletes === 'digest' && byTag) return sendError(response, 400, 'DIGEST_INVALID');
    if (byTag || !repository) return super.deleteManifest(exchange, repository, reference);
    const isTagged = [...repository.tags.values()].includes(reference);
    if (isTagged && typeof digestWhileTagged === 'number') return sendError(response, digestWhileTagged, 'DENIED');
    if (cascade) deleteReferrers(repository, reference);
    if (digestWhileTagged !== 'left') return super.deleteManifest(exchange, repository, reference);
    return this.leaveTags(repository, reference) ? void response.writeHead(202).end() : sendError(response, 404, 'MANIFEST_UNKNOWN');
  }

  protected override answerReferrers(exchange: Exchange, name: string, digest: string): void {
    return this.behaviour.referrers ? super.answerReferrers(exchange, name, digest) : sendError(exchange.response, 404, 'NOT_FOUND');
  }

  protected override answerBlob(exchange: Exchange, name: string, digest: string): void {
    const { deletes } = this.behaviour;
    if (exchange.method !== 'DELETE' || deletes === 'digest' || deletes === 'both') return super.answerBlob(exchange, name, digest);
    return deletes === 'lies' ? void exchange.response.writeHead(202).end() : sendError(exchange.response, 405, 'UNSUPPORTED');
  }
}

/** A page of tags with what else stands among them; a catalog as it is. */
function withNoise(page: unknown, noise: readonly unknown[]): unknown {
  const { tags } = page as { tags?: readonly unknown[] | null };
  return tags ? { ...(page as object), tags: [...tags, ...noise] } : page;
}

/** Deletes what refers to a digest, by its subject or by a tag made from the digest. */
function deleteReferrers(repository: SampleRepository, digest: string): void {
  const prefix = referrersTag(digest);
  const tagged = [...repository.tags].flatMap(([tag, target]) => (tag === prefix || tag.startsWith(`${prefix}.`) ? [target] : []));
  for (const target of [...repository.referrers(digest).map((found) => found.digest), ...tagged]) repository.deleteDigest(target);
}

function kindOf(path: string): 'api' | 'catalog' | 'repository' {
  return path === '/v2/_catalog' ? 'catalog' : path === '/v2/' || path === '/v2' ? 'api' : 'repository';
}

function quotaHeaders({ limit, remaining, window }: NonNullable<Behaviour['quota']>): Record<string, string> {
  return { 'ratelimit-limit': `${limit};w=${window}`, 'ratelimit-remaining': `${remaining};w=${window}` };
}

/** The map in Google's answer to `tags/list`; its numbers are strings. */
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
