import { createCipheriv, createHash } from 'node:crypto';
import { pngOf } from './png.ts';
import type { LayerPlan } from './store.ts';
import { type LayerBlob, layerOf, type SampleEntry } from './tar.ts';

const KB = 1_000;
const APP = [10_001, 'app'] as const;

/** Bytes that stand for a program: a beginning as programs of Linux have it, then a pattern that differs with the name and compresses to a third. */
function program(name: string, size: number): Buffer {
  const pattern = createHash('sha512').update(name).digest();
  const noise = createCipheriv('aes-128-ctr', pattern.subarray(0, 16), pattern.subarray(16, 32)).update(Buffer.alloc(size / 4 + 64));
  const bytes = Buffer.alloc(size, Buffer.concat([Buffer.alloc(64), pattern], 256));
  for (let at = 0; at < size; at += 256) noise.copy(bytes, at, at / 4, at / 4 + 64);
  bytes.write('\x7fELF\x02\x01\x01', 0, 'latin1');
  return bytes;
}

const executable = (path: string, kilobytes: number, mode = 0o755): SampleEntry => ({
  path,
  content: program(path, kilobytes * KB),
  mode,
});

const PASSWD = `root:x:0:0:root:/root:/bin/bash
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
`;

/** What a small Linux has. */
const baseFiles = (): readonly SampleEntry[] => [
  { path: 'bin', target: 'usr/bin' },
  { path: 'lib', target: 'usr/lib' },
  { path: 'etc/' },
  { path: 'etc/hostname', content: 'longshore\n' },
  {
    path: 'etc/os-release',
    content:
      'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\nID=debian\n',
  },
  { path: 'etc/passwd', content: PASSWD },
  { path: 'etc/shadow', content: 'root:*:20375:0:99999:7:::\nwww-data:*:20375:0:99999:7:::\n', mode: 0o640 },
  { path: 'etc/localtime', target: '/usr/share/zoneinfo/Etc/UTC' },
  { path: 'root/', mode: 0o700 },
  { path: 'tmp/', mode: 0o1777 },
  { path: 'usr/' },
  { path: 'usr/bin/' },
  executable('usr/bin/bash', 126),
  executable('usr/bin/cat', 14),
  executable('usr/bin/ls', 15),
  executable('usr/bin/passwd', 7, 0o4755),
  executable('usr/bin/su', 8, 0o4755),
  { path: 'usr/bin/sh', target: 'dash' },
  executable('usr/bin/dash', 13),
  { path: 'usr/lib/' },
  executable('usr/lib/libc.so.6', 190),
  { path: 'usr/lib/libz.so.1', target: 'libz.so.1.2.13' },
  executable('usr/lib/libz.so.1.2.13', 12, 0o644),
  { path: 'usr/share/' },
  { path: 'usr/share/zoneinfo/' },
  { path: 'usr/share/zoneinfo/Etc/' },
  { path: 'usr/share/zoneinfo/Etc/UTC', content: 'TZif2' },
  { path: 'var/' },
  { path: 'var/cache/' },
];

/** A server, installed with what its installation leaves behind. */
const serverFiles = (): readonly SampleEntry[] => [
  { path: 'etc/nginx/' },
  { path: 'etc/nginx/nginx.conf', content: 'worker_processes 1;\nevents {}\nhttp {\n  include mime.types;\n}\n' },
  { path: 'etc/nginx/mime.types', content: 'types {\n  text/html html;\n  text/css css;\n  text/javascript js;\n  image/png png;\n}\n' },
  executable('usr/lib/libssl.so.3', 67, 0o644),
  executable('usr/lib/libcrypto.so.3', 170, 0o644),
  { path: 'usr/sbin/' },
  executable('usr/sbin/nginx', 141),
  { path: 'var/cache/apt/' },
  { path: 'var/cache/apt/archives/' },
  { path: 'var/cache/apt/archives/nginx_1.22.1-9_amd64.deb', content: program('nginx.deb', 54 * KB) },
  { path: 'var/cache/apt/archives/libssl3_3.0.17-1_amd64.deb', content: program('libssl.deb', 202 * KB) },
];

/** What removes the leftovers: the folder is made again and is empty (image-spec, "Opaque Whiteout"). */
const CLEAN: readonly SampleEntry[] = [
  { path: 'var/cache/apt/archives/' },
  { path: 'var/cache/apt/archives/.wh..wh..opq' },
  { path: 'etc/.wh.hostname' },
  { path: 'etc/passwd', content: `${PASSWD}app:x:10001:10001::/srv:/usr/sbin/nologin\n` },
];

/** A ship's signal flag: blue with a white square in it. */
const logo = (): Buffer => pngOf(96, (x, y) => (Math.max(Math.abs(x - 0.5), Math.abs(y - 0.5)) < 0.2 ? [246, 247, 249] : [11, 92, 122]));

const page = (version: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Orders</title>
    <link rel="stylesheet" href="assets/styles.css">
    <script type="module" src="assets/app.js"></script>
  </head>
  <body data-version="${version}">
    <main></main>
  </body>
</html>
`;

const script = (version: string): string => `import { orders } from './orders.js';

export const version = '${version}';

for (const { number, customer, total } of await orders()) {
  const row = document.createElement('article');
  row.textContent = \`\${number}: \${customer}, \${total}\`;
  document.querySelector('main').append(row);
}
`;

const site = (version: string): readonly SampleEntry[] => [
  {
    path: 'etc/nginx/nginx.conf',
    content: 'worker_processes auto;\nevents {}\nhttp {\n  include mime.types;\n  server {\n    root /srv/web;\n  }\n}\n',
  },
  { path: 'srv/', owner: APP },
  { path: 'srv/web/', owner: APP },
  { path: 'srv/web/index.html', content: page(version), owner: APP },
  { path: 'srv/web/version.json', content: `${JSON.stringify({ version, commit: '4f2c91e07b3d' }, null, 2)}\n`, owner: APP },
  { path: 'srv/web/assets/', owner: APP },
  { path: 'srv/web/assets/app.js', content: script(version), owner: APP },
  { path: 'srv/web/assets/orders.js', content: 'export const orders = async () => (await fetch("/api/orders")).json();\n', owner: APP },
  { path: 'srv/web/assets/styles.css', content: 'main {\n  display: grid;\n  gap: 1rem;\n}\n', owner: APP },
  { path: 'srv/web/assets/logo.png', content: logo(), owner: APP },
  { path: 'srv/web/说明/', owner: APP },
  { path: 'srv/web/说明/使用指南.md', content: '# 使用指南\n\n在左侧选择一个订单，即可查看其发票。\n', owner: APP },
  { path: 'srv/web/uploads/', mode: 0o777, owner: APP },
];

const gateway = (version: string): readonly SampleEntry[] => [
  { path: 'etc/gateway/' },
  {
    path: 'etc/gateway/gateway.yaml',
    content: `# gateway ${version}\nlisten: :8080\nroutes:\n  - path: /api\n    to: http://api:8080\n  - path: /\n    to: http://web:80\n`,
  },
  { path: 'usr/local/' },
  { path: 'usr/local/bin/' },
  { path: 'usr/local/bin/gateway', content: program(`gateway ${version}`, 310 * KB), mode: 0o755 },
];

const kept = new Map<string, LayerBlob>();

/** A layer that several images have is made once, when the first of them is. */
function once(name: string, make: () => LayerBlob): LayerBlob {
  const blob = kept.get(name) ?? make();
  kept.set(name, blob);
  return blob;
}

const base = (): LayerPlan => ({
  instruction: '/bin/sh -c #(nop) ADD file:9be01f in / ',
  blob: once('base', () => layerOf(baseFiles())),
});

/** A web site on a server: its layers add, change and delete files, and two files are written for nothing. */
export const webLayers = (version: string): readonly LayerPlan[] => [
  base(),
  {
    instruction: 'RUN /bin/sh -c apt-get update && apt-get install -y nginx # buildkit',
    blob: once('server', () => layerOf(serverFiles())),
  },
  {
    instruction: 'RUN /bin/sh -c rm -rf /var/cache/apt/archives/* /etc/hostname && adduser --system --uid 10001 app # buildkit',
    blob: once('clean', () => layerOf(CLEAN)),
  },
  { instruction: 'COPY --chown=app dist /srv/web # buildkit', blob: layerOf(site(version)) },
];

/** One program and its settings, in a layer that is compressed with zstd. */
export const gatewayLayers = (version: string): readonly LayerPlan[] => [
  base(),
  { instruction: 'COPY gateway.yaml /etc/gateway/ # buildkit', blob: layerOf(gateway(version), 'zstd') },
];
