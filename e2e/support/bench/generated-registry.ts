import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OCI_MANIFEST } from '../../../shared/oci/media-types.ts';

const sha256 = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

const layers = Array.from({ length: 40 }, (_, i) => ({
  mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
  digest: sha256(`layer ${i}`),
  size: 100_000 + i,
}));

const configOf = (image: number): string =>
  JSON.stringify({ created: new Date(Date.UTC(2024, 0, 1) + image * 60_000).toISOString(), os: 'linux', architecture: 'amd64' });

function manifestOf(image: number): string {
  const config = configOf(image);
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: sha256(config), size: config.length },
    layers: [layers[0], layers[1 + (image % 13)], layers[14 + (image % 26)]],
  });
}

export type GeneratedRegistry = {
  readonly host: string;
  readonly url: string;
  readonly requests: () => number;
  /** Names in a page of the catalog, as they were last asked for. */
  readonly pageSize: () => number;
  stop(): Promise<void>;
};

/** ms that Distribution takes to walk 50,000 folders for one page of its catalog, however many names it gives. */
const CATALOG_MS = 200;

/**
 * A registry of repositories that are alike, answered from numbers: larger than any that could be filled for a benchmark. Each repository has the same
 * `tags` tags, of which ten share seven images. Lists are given in pages as they are asked for, those of the
 * catalog as slowly as Distribution gives them.
 */
export async function startGeneratedRegistry(repositories: readonly string[], tags: number): Promise<GeneratedRegistry> {
  const images = Math.ceil(tags * 0.7);
  const names = Array.from({ length: tags }, (_, i) => (i < images ? `${Math.floor(i / 100)}.${i % 100}.0` : `build-${i}`)).sort();
  const numbers = new Map(names.map((name, i) => [name, i % images]));
  const manifests = new Map<string, number>();
  const configs = new Map<string, number>();
  for (let i = 0; i < images; i++) {
    manifests.set(sha256(manifestOf(i)), i);
    configs.set(sha256(configOf(i)), i);
  }
  const sorted = repositories.toSorted();
  const places = { catalog: new Map(sorted.map((name, i) => [name, i])), tags: new Map(names.map((name, i) => [name, i])) };
  let requests = 0;
  let pageSize = 0;

  function list(response: ServerResponse, kind: 'catalog' | 'tags', url: URL): void {
    const all = kind === 'catalog' ? sorted : names;
    const n = Number(url.searchParams.get('n') ?? 100);
    if (kind === 'catalog') pageSize = n;
    const last = url.searchParams.get('last');
    const from = last === null ? 0 : (places[kind].get(last) ?? all.length) + 1;
    const page = all.slice(from, from + n);
    const more = from + n < all.length && page.length > 0;
    response.writeHead(200, {
      'content-type': 'application/json',
      ...(more ? { link: `<${url.pathname}?n=${n}&last=${encodeURIComponent(page.at(-1) ?? '')}>; rel="next"` } : {}),
    });
    response.end(JSON.stringify(kind === 'catalog' ? { repositories: page } : { name: 'generated', tags: page }));
  }

  function give(response: ServerResponse, text: string | undefined, type: string, isHead: boolean): void {
    if (text === undefined)
      return void response.writeHead(404, { 'content-type': 'application/json' }).end('{"errors":[{"code":"NOT_FOUND"}]}');
    response.writeHead(200, { 'content-type': type, 'content-length': text.length, 'docker-content-digest': sha256(text) });
    response.end(isHead ? undefined : text);
  }

  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    requests++;
    const url = new URL(request.url ?? '/', 'http://generated.invalid');
    const { pathname } = url;
    response.setHeader('docker-distribution-api-version', 'registry/2.0');
    const isHead = request.method === 'HEAD';
    const reference = pathname.slice(pathname.lastIndexOf('/') + 1);
    if (pathname === '/v2/') return void response.writeHead(200).end('{}');
    if (pathname === '/v2/_catalog') return void setTimeout(() => list(response, 'catalog', url), CATALOG_MS);
    if (pathname.endsWith('/tags/list')) return list(response, 'tags', url);
    const image = pathname.includes('/manifests/') ? (numbers.get(reference) ?? manifests.get(reference)) : undefined;
    if (image !== undefined) return give(response, manifestOf(image), OCI_MANIFEST, isHead);
    const config = pathname.includes('/blobs/') ? configs.get(reference) : undefined;
    give(response, config === undefined ? undefined : configOf(config), 'application/octet-stream', isHead);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    url: `http://${host}`,
    requests: () => requests,
    pageSize: () => pageSize,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
