// A hostile registry in a separate process, so that the cost of serving is not counted as the cost of reading.
import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const CONFIG = 'application/vnd.oci.image.config.v1+json';
const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const any = `sha256:${'a'.repeat(64)}`;

/** Writes until the other side hangs up, as fast as it reads. */
function endless(response: ServerResponse, type: string, status: number, start = '', chunk = ' '): void {
  response.writeHead(status, { 'content-type': type });
  response.write(start);
  const piece = chunk.repeat(Math.ceil(65_536 / chunk.length));
  const more = (): void => {
    while (!response.destroyed && response.write(piece));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
}

const layer = (size: string): string => `{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"${any}","size":${size}}`;
const manifest = (layers: string, config = any): string =>
  `{"schemaVersion":2,"mediaType":"${MANIFEST}","config":{"mediaType":"${CONFIG}","digest":"${config}","size":2},"layers":[${layers}]}`;

const labels =
  '{"architecture":"amd64","os":"linux","config":{"Labels":{"__proto__":"mine","constructor":"too","a":"\\u001b[31mred\\u202eevil"}}}';

const manifests: Readonly<Record<string, string>> = {
  deep: '['.repeat(2_000_000),
  layers: manifest(Array.from({ length: 25_000 }, () => layer('1')).join(',')),
  'wrong-layers': manifest(Array.from({ length: 100_000 }, () => '{"digest":1}').join(',')),
  infinite: manifest(layer('1e400')),
  negative: manifest(layer('-1')),
  fraction: manifest(layer('1.5')),
  unsafe: manifest(layer('9007199254740993')),
  both: `{"schemaVersion":2,"layers":[${layer('1')}],"manifests":[${layer('1')}]}`,
  'other-type': `{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}`,
  config: manifest(layer('1')),
  labels: manifest(layer('1'), digestOf(labels)),
};

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://hostile.invalid');
  const [, name = '', what = ''] = /^\/v2\/x\/([a-z-]+)\/(tags\/list|manifests|blobs)/.exec(url.pathname) ?? [];
  if (url.pathname === '/token') return endless(response, 'application/json', 200, '{"token":"');
  if (url.pathname === '/v2/_catalog') return endless(response, 'application/json', 200, '{"repositories":["a"', ',"a"');
  if (name === 'token') {
    response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${request.headers.host}/token",service="x"` }).end();
    return;
  }
  if (what === 'tags/list' && name === 'pages') {
    const page = Number(url.searchParams.get('last') ?? 0) + 1;
    response.writeHead(200, { 'content-type': 'application/json', link: `</v2/x?last=${page}>; rel="next"` });
    response.end(`{"tags":["t${page}"]}`);
    return;
  }
  if (what === 'tags/list' && name === 'names') {
    const page = Number(url.searchParams.get('last') ?? 0) + 1;
    response.writeHead(200, { 'content-type': 'application/json', link: `</v2/x?last=${page}>; rel="next"` });
    response.end(JSON.stringify({ tags: Array.from({ length: 24_999 }, (_, i) => `${page}-${i}`) }));
    return;
  }
  if (what === 'tags/list') return endless(response, 'application/json', 200, '{"tags":["a"', ',"a"');
  if (name === 'endless') return endless(response, MANIFEST, 200, '{"schemaVersion":2');
  if (name === 'error') return endless(response, 'text/html', 500, '<html>', 'no ');
  if (what === 'blobs' && name === 'config') return endless(response, 'application/octet-stream', 200);
  if (what === 'blobs' && name === 'labels') return void response.writeHead(200).end(labels);
  const text = manifests[name];
  if (text === undefined) return void response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  response.writeHead(200, { 'content-type': MANIFEST }).end(text);
});

server.listen(0, '127.0.0.1', () => console.log(`Listening: ${(server.address() as AddressInfo).port}`));
