import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SampleStore } from '../../../electron/sample/store.ts';
import { readManifest } from '../../../shared/oci/manifest.ts';

function send(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

async function readJson(request: AsyncIterable<unknown>): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>;
}

type Settings = {
  /** When the image of a tag was pulled last by its digest, as ISO 8601. */
  readonly lastDigestPull?: (tag: string) => string | undefined;
  /** When a tag was pulled last, as ISO 8601. */
  readonly lastPull?: (tag: string) => string | undefined;
  /** Expressions of tags that are immutable; undefined where an account may not read the repository's settings. */
  readonly immutable?: { readonly enabled: boolean; readonly rules: readonly string[] };
  /** Tags that were pushed before it kept their digests. */
  readonly old?: RegExp;
};

/** The part of Docker Hub's own API that a browser needs (docs.docker.com, Docker Hub API), over the store of a sample registry. */
export class DockerHubApi {
  readonly requests: string[] = [];
  private readonly server: Server;
  private readonly settings: Settings;

  constructor(store: SampleStore, username: string, password: string, settings: Settings = {}) {
    this.settings = settings;
    this.server = createServer(async (request, response) => {
      const url = new URL(request.url ?? '/', 'http://hub.invalid');
      this.requests.push(`${request.method} ${url.pathname}`);
      if (url.pathname === '/v2/auth/token') {
        const { identifier, secret } = await readJson(request);
        if (identifier !== username || secret !== password) return send(response, 401, { detail: 'Incorrect authentication credentials' });
        return send(response, 200, { access_token: 'hub-token' });
      }
      if (request.headers.authorization !== 'Bearer hub-token') return send(response, 401, { detail: 'no token' });
      this.answer(store, request.method ?? 'GET', url, response);
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(store: SampleStore, method: string, url: URL, response: ServerResponse): void {
    const [, namespace = '', rest] = /^\/v2\/namespaces\/([^/]+)\/repositories(?:\/(.+))?$/.exec(url.pathname) ?? [];
    const page = Number(url.searchParams.get('page') ?? 1);
    const size = Math.min(100, Number(url.searchParams.get('page_size') ?? 10));
    const sendPage = (all: readonly unknown[]): void =>
      send(response, 200, {
        count: all.length,
        next: all.length > page * size ? `https://hub.docker.com${url.pathname}?page=${page + 1}` : null,
        results: all.slice((page - 1) * size, page * size),
      });
    if (rest === undefined) {
      const names = [...store.repositories.keys()].filter((name) => name.startsWith(`${namespace}/`));
      return sendPage(names.map((name) => ({ name: name.slice(namespace.length + 1), namespace })));
    }
    const [, name = '', tags, tag] = /^([^/]+)(\/tags(?:\/(.+))?)?$/.exec(rest) ?? [];
    const repository = store.repositories.get(`${namespace}/${name}`);
    if (!repository) return send(response, 404, { message: 'object not found' });
    const { lastPull, immutable, old } = this.settings;
    if (tags === undefined)
      return immutable ? send(response, 200, { name, immutable_tags_settings: immutable }) : send(response, 403, { message: 'denied' });
    if (method === 'DELETE')
      return repository.tags.delete(tag ?? '') ? void response.writeHead(204).end() : send(response, 404, { message: 'tag not found' });
    sendPage(
      [...repository.tags].map(([own, digest]) => {
        const stored = repository.manifests.get(digest);
        const manifest = stored && readManifest(stored.bytes.toString('utf8'), stored.mediaType);
        const size = manifest?.kind === 'image' ? manifest.layers.reduce((sum, layer) => sum + layer.size, 0) : 0;
        const images = [
          { os: 'linux', architecture: 'amd64', size, status: 'active', last_pulled: this.settings.lastDigestPull?.(own) ?? null },
        ];
        const told = { media_type: stored?.mediaType, last_updated: '2026-11-01T10:00:00Z', tag_last_pulled: lastPull?.(own) ?? null };
        return { name: own, digest: old?.test(own) ? null : digest, ...told, full_size: size, images };
      }),
    );
  }
}
