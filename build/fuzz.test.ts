import { TomlError } from 'smol-toml';
import { afterAll, expect, test } from 'vitest';
import { ZodError } from 'zod';
import { mutated, type Random, randomJson, randomOf, randomText } from '../e2e/support/fuzz/fuzz.ts';
import { readHeader, readPax } from '../electron/changes/transfer/image-file/tar-header.ts';
import { readDockerConfig } from '../electron/connections/import/docker-config.ts';
import { readDaemonConfig, readHostsToml } from '../electron/connections/import/engine-config.ts';
import { readServerKey } from '../electron/connections/import/server-key.ts';
import { placing, stargzFooter } from '../electron/layers/toc/estargz.ts';
import { readJsonToc } from '../electron/layers/toc/json-toc.ts';
import { TocRefusal } from '../electron/layers/toc/toc.ts';
import { CHUNKED_FOOTER, chunkedFooter, chunkedPosition } from '../electron/layers/toc/zstd-chunked.ts';
import { parseChallenges } from '../electron/registry/auth/challenge.ts';
import { lifeOf } from '../electron/registry/auth/grant.ts';
import { failureOfAnswer, retryAfterMs } from '../electron/registry/http/failure.ts';
import { readProxyList } from '../electron/registry/http/proxy.ts';
import { readQuota } from '../electron/registry/http/quota.ts';
import { nextPageQuery } from '../electron/registry/link.ts';
import { readLine } from '../electron/storage/history/lines.ts';
import { isFailure } from '../shared/errors.ts';
import { readImageConfig } from '../shared/oci/image-config.ts';
import { readManifest } from '../shared/oci/manifest.ts';
import { parseReference } from '../shared/oci/reference.ts';
import { orderTags } from '../shared/oci/tag-order.ts';
import { displayText } from '../shared/text.ts';

/** Inputs of each kind for each parser; `LONGSHORE_FUZZ=full` makes them the whole counts, and `LONGSHORE_FUZZ_SEED` others. */
const isFull = process.env['LONGSHORE_FUZZ'] === 'full';
const RANDOM = isFull ? 100_000 : 1_500;
const MUTATED = isFull ? 10_000 : 500;
const SEED = Number(process.env['LONGSHORE_FUZZ_SEED'] ?? 1);
/** ms of the quickest of four; what takes less than `QUICK` is not tried again. */
const LONGEST = 50;
const QUICK = 5;

type Target = {
  readonly words: readonly string[];
  readonly samples: readonly string[];
  readonly read: (text: string) => unknown;
  /** What it may throw besides a Failure, as its docstring says. */
  readonly throws?: readonly (new (
    ...parameters: never[]
  ) => Error)[];
  readonly isJson?: true;
};

const digest = `sha256:${'a'.repeat(64)}`;
const here = new URL('https://registry.example.com/v2/team/api/tags/list?n=2');
const IMAGE = 'application/vnd.oci.image.manifest.v1+json';
const INDEX = 'application/vnd.oci.image.index.v1+json';
const descriptor = {
  mediaType: 'application/vnd.oci.image.config.v1+json',
  digest,
  size: 2,
  platform: { os: 'linux', architecture: 'amd64' },
};
const json = JSON.stringify;
const created = (by: string): string => json({ history: [{ created_by: by }] });

/** Text of a block of 512 bytes, its checksum put right where there was one. */
function headerOf(text: string): Buffer {
  const block = Buffer.alloc(512);
  block.write(text, 'latin1');
  if (text.length % 2 === 0) return block;
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

const fields: readonly (readonly [string, number])[] = [
  ['blobs/sha256/aa', 100],
  ['0000644\0', 8],
  ['0000000\0', 8],
  ['0000000\0', 8],
  ['00000000012\0', 12],
  ['14700000000\0', 12],
  ['        ', 8],
  ['0', 1],
  ['target', 100],
  ['ustar\x0000', 8],
];
const header = fields.map(([text, length]) => text.padEnd(length, '\0')).join('');

const targets: Readonly<Record<string, Target>> = {
  'challenges of WWW-Authenticate': {
    words: ['Bearer ', 'Basic', 'realm=', '"', '\\', ',', ' ', '=', 'realm="x"', 'service="s"', 'scope='],
    samples: ['Bearer realm="https://a/token",service="s",scope="repository:x:pull,push",Basic realm="b \\"c\\""', 'BASIC realm=x'],
    read: (text) => parseChallenges([text]),
  },
  'Link headers': {
    words: ['<', '>', ';', ' rel=', '"next"', 'next', ',', '</v2/?last=x>', 'title="', '\\"', 'https://a/'],
    samples: ['</v2/x?last=b&n=2>; rel="next"', '</first>; rel="first", <https://registry.example.com/x>; title="a, b"; rel="prev next"'],
    read: (text) => nextPageQuery(text, here),
  },
  manifests: {
    words: [
      'mediaType',
      'digest',
      'size',
      'config',
      'layers',
      'manifests',
      'platform',
      'os',
      'annotations',
      'subject',
      digest,
      IMAGE,
      INDEX,
    ],
    samples: [
      json({ schemaVersion: 2, mediaType: IMAGE, config: descriptor, layers: [descriptor], annotations: { a: 'b' }, subject: { digest } }),
      json({
        schemaVersion: 2,
        mediaType: INDEX,
        manifests: [descriptor, { ...descriptor, annotations: { 'vnd.docker.reference.digest': digest } }],
      }),
    ],
    read: (text) => [readManifest(text, IMAGE), readManifest(text, '')],
    isJson: true,
  },
  'image configs': {
    words: [
      'os',
      'architecture',
      'config',
      'Env',
      'Cmd',
      'Entrypoint',
      'Labels',
      'history',
      'created',
      'created_by',
      'empty_layer',
      'rootfs',
    ],
    samples: [
      json({
        ...{ os: 'linux', architecture: 'amd64', created: '2026-01-01T00:00:00Z', rootfs: { type: 'layers', diff_ids: [digest] } },
        config: { Env: ['A=b'], Cmd: ['serve'], Labels: { __proto__: 'x' }, ExposedPorts: { '80/tcp': {} } },
        history: [{ created: '2026-01-01T00:00:00Z', created_by: '/bin/sh -c make', empty_layer: true }],
      }),
    ],
    read: readImageConfig,
    isJson: true,
  },
  'steps of an image history': {
    words: ['created', 'created_by', 'comment', 'empty_layer', '2026-01-01T00:00:00Z', '+275760-09-13T00:00:00.001Z', 'author'],
    samples: [json({ created: '1970-01-01T00:00:00Z', created_by: 'RUN x', comment: 'buildkit.dockerfile.v0', empty_layer: false })],
    read: (text) => readImageConfig(`{"history":[${text}]}`),
    isJson: true,
  },
  created_by: {
    words: [
      'RUN ',
      '/bin/sh -c ',
      '/bin/bash -o pipefail -c ',
      '#(nop) ',
      '|1 ',
      ' A="b"',
      ' A=',
      '# buildkit',
      '  ',
      '"',
      'CMD ["x"]',
      '\n',
    ],
    samples: ['/bin/sh -c #(nop)  CMD ["x"]', 'RUN |2 A="b c" D= /bin/sh -c make && make install # buildkit', `|1${' a=""'.repeat(48)}`],
    read: (text) => readImageConfig(created(text)),
  },
  'tar headers': {
    words: ['ustar\0', '0000000\0', 'x', 'L', '0', '\x80\xff\xff', '00000000012\0', '/', '../', '\0\0\0\0'],
    samples: [header, `${header}\0`, '\0'.repeat(512)],
    read: (text) => readHeader(headerOf(text)),
  },
  'tables of contents of layers': {
    words: [
      ...['entries', 'type', 'reg', 'chunk', 'dir', 'hardlink', 'name', 'a/b', '../a', 'size', 'offset', 'endOffset', 'chunkOffset'],
      ...['chunkSize', 'innerOffset', 'digest', digest, 'linkName', 'modtime', '2026-01-01T00:00:00Z', 'mode', 'uid', 'userName'],
    ],
    samples: [
      json({
        version: 1,
        entries: [
          { type: 'dir', name: 'a/', mode: 0o755, modtime: '2026-01-01T00:00:00Z' },
          { type: 'reg', name: 'a/b', size: 9, offset: 9, endOffset: 30, chunkSize: 5, digest },
          { type: 'chunk', name: 'a/b', offset: 20, chunkOffset: 5, chunkSize: 4 },
          { type: 'hardlink', name: 'c', linkName: 'a/b' },
        ],
      }),
    ],
    read: (text: string) => readJsonToc(text, placing(1_000)),
    throws: [TocRefusal],
    isJson: true,
  },
  'where tables of contents are': {
    words: [':', '1', '100', '9007199254740993', '-', 'GNUlInUx', 'STARGZ', 'SG', '\x1f\x8b\x08\x04', '\0\0\0\0\0\0\0\x64', '\x1a\0'],
    samples: ['100:20:300:1', `P*M\x18(\0\0\0${'\x64\0\0\0\0\0\0\0'.repeat(4)}GNUlInUx`],
    read: (text) => {
      const said = new Map([
        ['io.github.containers.zstd-chunked.manifest-position', text],
        ['io.github.containers.zstd-chunked.manifest-checksum', digest],
      ]);
      const tail = Buffer.from(text.padStart(CHUNKED_FOOTER, '\0'), 'latin1').subarray(-CHUNKED_FOOTER);
      return [chunkedFooter(tail, 1_000), text.includes(':') ? chunkedPosition(said, 1_000) : stargzFooter(tail, 1_000)];
    },
    throws: [TocRefusal],
  },
  'pax records': {
    words: ['12 path=a/b\n', '20 size=1234567890\n', ' ', '=', '\n', '9', '999999999 ', '0 ', '-1 ', '1e3 '],
    samples: ['12 path=a/b\n20 size=12345678901\n', '30 mtime=1700000000.123456789\n'],
    read: (text) => readPax(Buffer.from(text)),
  },
  'docker configs': {
    words: [
      'auths',
      'credHelpers',
      'credsStore',
      'auth',
      'identitytoken',
      'registry.example.com',
      'dTpw',
      'username',
      'password',
      'desktop',
    ],
    samples: [
      json({
        auths: { 'https://index.docker.io/v1/': { auth: 'dTpw' }, x: {} },
        credsStore: 'desktop',
        credHelpers: { 'gcr.io': 'gcloud' },
      }),
    ],
    read: readDockerConfig,
    throws: [SyntaxError, ZodError],
    isJson: true,
  },
  "Docker's daemon.json": {
    words: ['insecure-registries', 'registry-mirrors', '10.0.0.0/8', 'http://a:5000/', 'a/b'],
    samples: [json({ 'insecure-registries': ['10.0.0.0/8', 'a:5000'], 'registry-mirrors': ['https://m.example.com//'] })],
    read: readDaemonConfig,
    throws: [SyntaxError, ZodError],
    isJson: true,
  },
  "containerd's hosts.toml": {
    words: ['server = ', '[host."https://a"]', 'ca = ', '"x"', '[', ']', 'skip_verify = true', '\n', '"""', "'", '='],
    samples: ['server = "https://a"\n\n[host."https://b"]\n  ca = ["/x.pem"]\n  skip_verify = true\n'],
    read: (text) => readHostsToml(text, 'a'),
    throws: [TomlError, ZodError],
  },
  'lines of the history of changes': {
    words: [
      'v',
      'kind',
      'begin',
      'step',
      'end',
      'answer',
      'id',
      'at',
      'n',
      'change',
      'request',
      '2026-01-01T00:00:00.000Z',
      'state',
      'moves',
    ],
    samples: [
      json({ v: 1, kind: 'resume', id: 'a', at: '2026-01-01T00:00:00.000Z' }),
      json({ v: 1, kind: 'answer', id: 'a', n: 1, took: 5, status: 202 }),
      json({
        v: 1,
        kind: 'step',
        id: 'a',
        n: 1,
        at: '2026-01-01T00:00:00.000Z',
        request: { method: 'PUT', why: 'x', reference: 'latest' },
      }),
    ],
    read: readLine,
    isJson: true,
  },
  'answers that are refusals': {
    words: ['errors', 'code', 'message', 'detail', 'DENIED', '<html>', '<', '>', 'TAG_IMMUTABLE', 'HTTP request to an HTTPS server'],
    samples: [json({ errors: [{ code: 'DENIED', message: 'no', detail: {} }] }), '<html><body><h1>502 Bad Gateway</h1></body></html>'],
    read: (text) =>
      [400, 403, 404, 412, 500].map((status) =>
        failureOfAnswer({ status, body: Buffer.from(text), headers: {} }, 'h', { what: 'blob', action: 'pull' }),
      ),
    isJson: true,
  },
  'short headers, tokens and names': {
    words: [
      '100;w=21600',
      'Wed, 21 Oct 2026 07:28:00 GMT',
      '-1',
      '1e309',
      '.',
      'eyJ',
      'PROXY a:1; DIRECT',
      'docker pull ',
      'a/b:c@',
      digest,
      'v1.2.3-rc.1',
    ],
    samples: [
      '100;w=21600',
      'registry.example.com:5000/team/api:1.9@sha256:00',
      `a.${Buffer.from('{"exp":1,"iat":0}').toString('base64url')}.c`,
    ],
    read: (text) => [
      readQuota({ 'ratelimit-limit': text, 'ratelimit-remaining': text }),
      retryAfterMs({ 'retry-after': text }),
      lifeOf(text),
      readProxyList(text),
      readServerKey(text),
      parseReference(text),
      orderTags([text, 'v1.2.3', text.slice(1)]),
      displayText(text),
    ],
  },
};

const figures: string[] = [];
afterAll(() => {
  if (isFull) console.log(['| what is read | inputs | longest (ms) |', '|---|---|---|', ...figures].join('\n'));
});

function timed(target: Target, text: string): number {
  const start = performance.now();
  try {
    target.read(text);
  } catch (error) {
    if (!isFailure(error) && !target.throws?.some((kind) => error instanceof kind)) throw error;
  }
  return performance.now() - start;
}

function randomInput(random: Random, { words, isJson }: Target): string {
  return isJson && random() < 0.7 ? json(randomJson(random, words)) : randomText(random, words);
}

test.each(Object.entries(targets))(
  '%s: whatever comes is read or refused, at once',
  (what, target) => {
    const random = randomOf(SEED);
    let longest = 0;
    for (let i = 0; i < RANDOM + MUTATED; i++) {
      const sample = target.samples[i % target.samples.length] ?? '';
      const text = i < RANDOM ? randomInput(random, target) : mutated(random, sample, target.words);
      let took: number;
      try {
        took = timed(target, text);
        // Another process may have had the machine.
        for (let again = 0; again < 3 && took > QUICK; again++) took = Math.min(took, timed(target, text));
      } catch (error) {
        throw new Error(`seed ${SEED}, input ${i}: ${json(text.slice(0, 500))}`, { cause: error });
      }
      longest = Math.max(longest, took);
      if (took > LONGEST) expect.fail(`seed ${SEED}, input ${i} took ${took} ms: ${json(text.slice(0, 500))}`);
    }
    figures.push(`| ${what} | ${RANDOM + MUTATED} | ${longest.toFixed(1)} |`);
  },
  600_000,
);
