import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { OCI_INDEX, OCI_MANIFEST } from '../../shared/oci/media-types.ts';
import { SampleRegistry } from './registry.ts';

// The requirements of distribution-spec v1.1.1 (https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md), one test each.

const ALGORITHMS = ['sha256', 'sha512'] as const;
const OCTETS = { 'content-type': 'application/octet-stream' };
const CONFIG_TYPE = 'application/vnd.oci.image.config.v1+json';
const MISSING = `sha256:${'0'.repeat(64)}`;
const MALFORMED = ['sha256:abc', 'sha512:abc', 'md5:d41d8cd98f00b204e9800998ecf8427e', 'sha256:'];

let registry: SampleRegistry;
let number = 0;
let name = '';

beforeAll(async () => {
  registry = new SampleRegistry();
  await registry.start();
});
afterAll(() => registry.stop());
beforeEach(() => {
  name = `conformance/r${++number}`;
});

const digestOf = (bytes: Uint8Array | string, algorithm: string = 'sha256'): string =>
  `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;

type Body = Uint8Array<ArrayBuffer> | string;

function send(method: string, path: string, { headers = {}, body }: { headers?: Record<string, string>; body?: Body } = {}) {
  return fetch(new URL(path, registry.url), { method, headers, redirect: 'manual', ...(body === undefined ? {} : { body }) });
}

const blob = (size = 512): Uint8Array<ArrayBuffer> => new Uint8Array(randomBytes(size));
const bytesOf = async (answer: Response): Promise<Buffer> => Buffer.from(await answer.arrayBuffer());
const codesOf = async (answer: Response): Promise<string[]> =>
  ((await answer.json()) as { errors: { code: string }[] }).errors.map(({ code }) => code);
const locationOf = (answer: Response): string => answer.headers.get('location') ?? expect.fail('no Location');

async function openUpload(repository = name): Promise<string> {
  const answer = await send('POST', `/v2/${repository}/blobs/uploads/`);
  expect(answer.status).toBe(202);
  return locationOf(answer);
}

const close = (location: string, digest: string, part: { headers?: Record<string, string>; body?: Body } = {}) =>
  send('PUT', `${location}?digest=${digest}`, part);

const patch = (location: string, bytes: Uint8Array<ArrayBuffer>, from: number) =>
  send('PATCH', location, { headers: { ...OCTETS, 'content-range': `${from}-${from + bytes.byteLength - 1}` }, body: bytes });

async function pushBlob(bytes: Body, repository = name, algorithm = 'sha256'): Promise<string> {
  const digest = digestOf(bytes, algorithm);
  expect((await close(await openUpload(repository), digest, { headers: OCTETS, body: bytes })).status).toBe(201);
  return digest;
}

type Fields = Readonly<Record<string, unknown>>;

/** Bytes of an image manifest; its config is a blob of the repository. */
async function imageOf(fields: Fields = {}): Promise<string> {
  const config = await pushBlob('{}');
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: { mediaType: CONFIG_TYPE, digest: config, size: 2 },
    layers: [],
    ...fields,
  });
}

const putManifest = (reference: string, body: string, mediaType = OCI_MANIFEST) =>
  send('PUT', `/v2/${name}/manifests/${reference}`, { headers: { 'content-type': mediaType }, body });

const subjectOf = (digest: string): Fields => ({ subject: { mediaType: OCI_MANIFEST, digest, size: 2 } });

async function referrersOf(digest: string, query = '') {
  const answer = await send('GET', `/v2/${name}/referrers/${digest}${query}`);
  expect(answer.status).toBe(200);
  const { manifests } = (await answer.json()) as { manifests: Fields[] };
  return { answer, manifests };
}

describe.each(ALGORITHMS)('A blob with a %s digest', (algorithm) => {
  test.each(['post and put', 'one post', 'a stream', 'chunks', 'chunks, the last in the put'])(
    'is pushed by %s and pulled',
    async (way) => {
      const bytes = blob(3000);
      const digest = digestOf(bytes, algorithm);
      const pushed = await pushBy(way, bytes, digest);
      expect(pushed.status).toBe(201);
      expect(pushed.headers.get('docker-content-digest')).toBe(digest);
      const pulled = await send('GET', locationOf(pushed));
      expect([pulled.status, pulled.headers.get('docker-content-digest')]).toEqual([200, digest]);
      expect((await bytesOf(pulled)).equals(bytes)).toBe(true);
      expect(new URL(locationOf(pushed), registry.url).pathname).toBe(`/v2/${name}/blobs/${digest}`);
    },
  );

  test('may be empty', async () => {
    const digest = await pushBlob('', name, algorithm);
    const head = await send('HEAD', `/v2/${name}/blobs/${digest}`);
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '0']);
  });

  test('is mounted from another repository, and the Location is where it can be pulled', async () => {
    const digest = await pushBlob(blob(), `${name}/from`, algorithm);
    const mounted = await send('POST', `/v2/${name}/blobs/uploads/?mount=${digest}&from=${name}/from`);
    expect(mounted.status).toBe(201);
    expect((await send('GET', locationOf(mounted))).status).toBe(200);
    expect((await send('POST', `/v2/${name}/b/blobs/uploads/?mount=${digest}`)).status).toBe(201);
  });

  test('that is not what was sent is refused with 400', async () => {
    const refused = await close(await openUpload(), digestOf('other', algorithm), { headers: OCTETS, body: blob() });
    expect(refused.status).toBe(400);
    expect(await codesOf(refused)).toEqual(['DIGEST_INVALID']);
  });

  test('is deleted, and then not found', async () => {
    const digest = await pushBlob(blob(), name, algorithm);
    const path = `/v2/${name}/blobs/${digest}`;
    expect((await send('DELETE', path)).status).toBe(202);
    expect((await send('GET', path)).status).toBe(404);
    expect((await send('HEAD', path)).status).toBe(404);
    const again = await send('DELETE', path);
    expect(again.status).toBe(404);
    expect(await codesOf(again)).toEqual(['BLOB_UNKNOWN']);
  });
});

async function pushBy(way: string, bytes: Uint8Array<ArrayBuffer>, digest: string): Promise<Response> {
  if (way === 'one post') return send('POST', `/v2/${name}/blobs/uploads/?digest=${digest}`, { headers: OCTETS, body: bytes });
  const location = await openUpload();
  if (way === 'post and put') return close(location, digest, { headers: OCTETS, body: bytes });
  if (way === 'a stream') {
    const sent = await send('PATCH', location, { headers: OCTETS, body: bytes });
    expect([sent.status, sent.headers.get('range')]).toEqual([202, '0-2999']);
    return close(locationOf(sent), digest);
  }
  const first = await patch(location, bytes.subarray(0, 1000), 0);
  expect([first.status, first.headers.get('range')]).toEqual([202, '0-999']);
  const second = await patch(locationOf(first), bytes.subarray(1000, 2000), 1000);
  expect([second.status, second.headers.get('range')]).toEqual([202, '0-1999']);
  const last = bytes.subarray(2000);
  if (way !== 'chunks') return close(locationOf(second), digest, { headers: { ...OCTETS, 'content-range': '2000-2999' }, body: last });
  return close(locationOf(await patch(locationOf(second), last, 2000)), digest);
}

describe('An upload', () => {
  test.each([
    ['skips bytes', 200],
    ['begins again', 0],
  ])('whose chunk %s is answered 416, says where it is, and goes on', async (_what, wrong) => {
    const bytes = blob(300);
    const first = await patch(await openUpload(), bytes.subarray(0, 100), 0);
    const refused = await patch(locationOf(first), bytes.subarray(wrong, wrong + 100), wrong);
    expect(refused.status).toBe(416);
    const state = await send('GET', locationOf(refused));
    expect([state.status, state.headers.get('range')]).toEqual([204, '0-99']);
    const rest = await patch(locationOf(state), bytes.subarray(100), 100);
    expect((await close(locationOf(rest), digestOf(bytes))).status).toBe(201);
  });

  test('whose last chunk comes with the put out of order is answered 416 and keeps its session', async () => {
    const bytes = blob(300);
    const first = await patch(await openUpload(), bytes.subarray(0, 100), 0);
    const digest = digestOf(bytes);
    const wrong = { headers: { ...OCTETS, 'content-range': '200-299' }, body: bytes.subarray(200) };
    const refused = await close(locationOf(first), digest, wrong);
    expect(refused.status).toBe(416);
    const right = { headers: { ...OCTETS, 'content-range': '100-299' }, body: bytes.subarray(100) };
    expect((await close(locationOf(refused), digest, right)).status).toBe(201);
  });

  test.each(['0-', 'bytes 0-99/100', '0-49', '99-0'])('with the Content-Range "%s" for 100 bytes is refused', async (range) => {
    const location = await openUpload();
    const refused = await send('PATCH', location, { headers: { ...OCTETS, 'content-range': range }, body: blob(100) });
    expect(refused.status).toBe(416);
    expect((await send('GET', location)).headers.get('range')).toBe('0-0');
  });

  test('is cancelled, and then unknown', async () => {
    const location = await openUpload();
    expect((await send('DELETE', location)).status).toBe(204);
    for (const method of ['GET', 'PATCH', 'PUT', 'DELETE']) {
      const answer = await send(method, `${location}?digest=${digestOf('')}`);
      expect(answer.status).toBe(404);
      expect(await codesOf(answer)).toEqual(['BLOB_UPLOAD_UNKNOWN']);
    }
  });

  test('that names what can not be mounted becomes an upload session', async () => {
    const bytes = blob();
    const begun = await send('POST', `/v2/${name}/blobs/uploads/?mount=${digestOf(bytes)}&from=${name}/nowhere`);
    expect(begun.status).toBe(202);
    expect((await close(locationOf(begun), digestOf(bytes), { headers: OCTETS, body: bytes })).status).toBe(201);
  });

  test.each(MALFORMED)('that ends with the digest "%s" is refused with 400', async (digest) => {
    const refused = await close(await openUpload(), digest, { headers: OCTETS, body: blob() });
    expect(refused.status).toBe(400);
    expect(await codesOf(refused)).toEqual(['DIGEST_INVALID']);
    expect((await send('POST', `/v2/${name}/blobs/uploads/?digest=${digest}`, { headers: OCTETS, body: blob() })).status).toBe(400);
  });

  test('for an algorithm that is not there is refused with 400', async () => {
    expect((await send('POST', `/v2/${name}/blobs/uploads/?digest-algorithm=sha512`)).status).toBe(202);
    expect((await send('POST', `/v2/${name}/blobs/uploads/?digest-algorithm=md5`)).status).toBe(400);
  });
});

describe('Of a blob of 2000 bytes', () => {
  test.each([
    ['bytes=500-1499', 500, 1499],
    ['bytes=500-', 500, 1999],
    ['bytes=-500', 1500, 1999],
    ['bytes=-5000', 0, 1999],
    ['bytes=1900-5000', 1900, 1999],
  ])('the range %s is sent with 206', async (range, first, last) => {
    const bytes = blob(2000);
    const answer = await send('GET', `/v2/${name}/blobs/${await pushBlob(bytes)}`, { headers: { range } });
    expect([answer.status, answer.headers.get('content-range')]).toEqual([206, `bytes ${first}-${last}/2000`]);
    expect((await bytesOf(answer)).equals(bytes.subarray(first, last + 1))).toBe(true);
  });

  test.each(['bytes=5000-10000', 'bytes=2000-', 'bytes=500-0', 'bytes=-0'])('the range %s is answered 416', async (range) => {
    const answer = await send('GET', `/v2/${name}/blobs/${await pushBlob(blob(2000))}`, { headers: { range } });
    expect([answer.status, answer.headers.get('content-range')]).toEqual([416, 'bytes */2000']);
  });

  test.each(['lines=1-2', 'bytes=0-1,5-6', 'bytes=x'])('the range %s, which it does not know, sends the whole', async (range) => {
    const answer = await send('GET', `/v2/${name}/blobs/${await pushBlob(blob(2000))}`, { headers: { range } });
    expect([answer.status, (await bytesOf(answer)).byteLength]).toEqual([200, 2000]);
  });
});

describe('A manifest', () => {
  test.each(ALGORITHMS)('is pushed by its %s digest and pulled from its Location, byte for byte', async (algorithm) => {
    const text = await imageOf({ annotations: { a: '1' } });
    const digest = digestOf(text, algorithm);
    const pushed = await putManifest(digest, text);
    expect([pushed.status, pushed.headers.get('docker-content-digest')]).toEqual([201, digest]);
    const pulled = await send('GET', locationOf(pushed));
    expect([pulled.status, pulled.headers.get('content-type'), pulled.headers.get('docker-content-digest')]).toEqual([
      200,
      OCI_MANIFEST,
      digest,
    ]);
    expect(await pulled.text()).toBe(text);
    const head = await send('HEAD', locationOf(pushed));
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(Buffer.byteLength(text))]);
  });

  test('is pushed by a tag, and its Location is its digest', async () => {
    const text = await imageOf();
    const pushed = await putManifest('v1', text);
    expect(new URL(locationOf(pushed), registry.url).pathname).toBe(`/v2/${name}/manifests/${digestOf(text)}`);
    expect(await (await send('GET', `/v2/${name}/manifests/v1`)).text()).toBe(text);
  });

  test('keeps its type without the parameters it came with', async () => {
    const text = await imageOf();
    await putManifest('v1', text, `${OCI_MANIFEST}; charset=utf-8`);
    expect((await send('HEAD', `/v2/${name}/manifests/v1`)).headers.get('content-type')).toBe(OCI_MANIFEST);
  });

  test('that is not of its digest, or under what is no reference, is refused with 400', async () => {
    const text = await imageOf();
    for (const reference of [digestOf('other'), digestOf('other', 'sha512'), ...MALFORMED, '-tag']) {
      const refused = await putManifest(reference, text);
      expect(refused.status).toBe(400);
      expect(await codesOf(refused)).toEqual([reference === '-tag' ? 'MANIFEST_INVALID' : 'DIGEST_INVALID']);
    }
  });

  test('that is no document, or of another type than it says, is refused with 400', async () => {
    for (const [text, type] of [
      ['no json', OCI_MANIFEST],
      ['[]', OCI_MANIFEST],
      [await imageOf(), OCI_INDEX],
    ] as const) {
      const refused = await putManifest('v1', text, type);
      expect(refused.status).toBe(400);
      expect(await codesOf(refused)).toEqual(['MANIFEST_INVALID']);
    }
  });

  test('of 4 MB is taken, and one over 4 MiB refused with 413', async () => {
    const padded = async (size: number): Promise<string> => {
      const bare = await imageOf({ annotations: { pad: '' } });
      return bare.replace('"pad":""', `"pad":"${'x'.repeat(size - bare.length)}"`);
    };
    expect((await putManifest('large', await padded(4_000_000))).status).toBe(201);
    const refused = await putManifest('larger', await padded(4 * 1024 * 1024 + 1));
    expect(refused.status).toBe(413);
    expect(await codesOf(refused)).toEqual(['SIZE_INVALID']);
  });

  test('that is not there is answered 404', async () => {
    await putManifest('v1', await imageOf());
    for (const reference of ['v2', MISSING]) {
      const answer = await send('GET', `/v2/${name}/manifests/${reference}`);
      expect(answer.status).toBe(404);
      expect(await codesOf(answer)).toEqual(['MANIFEST_UNKNOWN']);
      expect((await send('HEAD', `/v2/${name}/manifests/${reference}`)).status).toBe(404);
      expect((await send('DELETE', `/v2/${name}/manifests/${reference}`)).status).toBe(404);
    }
    expect((await send('GET', `/v2/${name}/nowhere/manifests/v1`)).status).toBe(404);
  });

  test('loses a tag by the tag, and all of them by the digest', async () => {
    const text = await imageOf();
    for (const tag of ['a', 'b', 'c']) await putManifest(tag, text);
    const path = `/v2/${name}/manifests`;
    expect((await send('DELETE', `${path}/a`)).status).toBe(202);
    expect((await send('GET', `${path}/a`)).status).toBe(404);
    expect((await send('GET', `${path}/b`)).status).toBe(200);
    expect((await send('DELETE', `${path}/${digestOf(text)}`)).status).toBe(202);
    for (const reference of ['b', 'c', digestOf(text)]) expect((await send('GET', `${path}/${reference}`)).status).toBe(404);
  });
});

test.each(MALFORMED)('The malformed digest "%s" is answered 400 wherever it is asked for', async (digest) => {
  await putManifest('v1', await imageOf());
  for (const path of ['blobs', 'manifests', 'referrers']) {
    for (const method of path === 'referrers' ? ['GET'] : ['GET', 'HEAD', 'DELETE']) {
      const answer = await send(method, `/v2/${name}/${path}/${digest}`);
      expect([path, method, answer.status]).toEqual([path, method, 400]);
      if (method !== 'HEAD') expect(await codesOf(answer)).toEqual(['DIGEST_INVALID']);
    }
  }
});

describe('What refers to an image', () => {
  test('is confirmed by OCI-Subject when pushed, also where the subject is not there yet', async () => {
    for (const [text, type] of [
      [await imageOf(subjectOf(MISSING)), OCI_MANIFEST],
      [JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: [], ...subjectOf(MISSING) }), OCI_INDEX],
    ] as const) {
      const pushed = await putManifest(digestOf(text), text, type);
      expect([pushed.status, pushed.headers.get('oci-subject')]).toEqual([201, MISSING]);
    }
    expect((await putManifest('v1', await imageOf())).headers.has('oci-subject')).toBe(false);
  });

  test.each(ALGORITHMS)('is listed under its %s digest with type, size, artifact type and annotations', async (algorithm) => {
    const subject = digestOf('subject', algorithm);
    const annotations = { 'org.example.kind': 'test' };
    const typed = await imageOf({ artifactType: 'application/vnd.example.sbom', annotations, ...subjectOf(subject) });
    const untyped = await imageOf(subjectOf(subject));
    const index = JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: [], annotations, ...subjectOf(subject) });
    for (const [text, type] of [
      [typed, OCI_MANIFEST],
      [untyped, OCI_MANIFEST],
      [index, OCI_INDEX],
    ] as const)
      await putManifest(digestOf(text, algorithm), text, type);
    const { answer, manifests } = await referrersOf(subject);
    expect(answer.headers.get('content-type')).toBe(OCI_INDEX);
    expect(manifests).toEqual([
      {
        mediaType: OCI_MANIFEST,
        digest: digestOf(typed, algorithm),
        size: typed.length,
        artifactType: 'application/vnd.example.sbom',
        annotations,
      },
      { mediaType: OCI_MANIFEST, digest: digestOf(untyped, algorithm), size: untyped.length, artifactType: CONFIG_TYPE },
      { mediaType: OCI_INDEX, digest: digestOf(index, algorithm), size: index.length, annotations },
    ]);
  });

  test('is filtered by artifact type, and the answer says so', async () => {
    for (const artifactType of ['application/vnd.example.a', 'application/vnd.example.b']) {
      const text = await imageOf({ artifactType, ...subjectOf(MISSING) });
      await putManifest(digestOf(text), text);
    }
    const { answer, manifests } = await referrersOf(MISSING, '?artifactType=application/vnd.example.b');
    expect(answer.headers.get('oci-filters-applied')).toBe('artifactType');
    expect(manifests.map(({ artifactType }) => artifactType)).toEqual(['application/vnd.example.b']);
    expect((await referrersOf(MISSING)).answer.headers.has('oci-filters-applied')).toBe(false);
  });

  test('is an empty list where nothing does, and no longer listed once deleted', async () => {
    const text = await imageOf(subjectOf(MISSING));
    await putManifest(digestOf(text), text);
    await send('DELETE', `/v2/${name}/manifests/${digestOf(text)}`);
    expect((await referrersOf(MISSING)).manifests).toEqual([]);
    expect((await referrersOf(digestOf('nobody'))).manifests).toEqual([]);
  });
});

describe('The list of tags', () => {
  const list = async (query = '') => {
    const answer = await send('GET', `/v2/${name}/tags/list${query}`);
    return { status: answer.status, link: answer.headers.get('link'), ...((await answer.json()) as { name: string; tags: string[] }) };
  };

  test('is sorted, and paged by n and last', async () => {
    const text = await imageOf();
    for (const tag of ['b', 'a', 'C', 'd']) await putManifest(tag, text);
    expect(await list()).toEqual({ status: 200, link: null, name, tags: ['C', 'a', 'b', 'd'] });
    expect(await list('?n=2')).toEqual({ status: 200, link: `</v2/${name}/tags/list?n=2&last=a>; rel="next"`, name, tags: ['C', 'a'] });
    expect(await list('?n=2&last=a')).toMatchObject({ link: null, tags: ['b', 'd'] });
    expect(await list('?last=a')).toMatchObject({ tags: ['b', 'd'] });
    expect(await list('?n=9')).toMatchObject({ link: null, tags: ['C', 'a', 'b', 'd'] });
    expect(await list('?n=0')).toEqual({ status: 200, link: null, name, tags: [] });
  });

  test.each(['-1', 'x', '1.5', ''])('is refused with 400 for n="%s"', async (n) => {
    await putManifest('v1', await imageOf());
    expect((await send('GET', `/v2/${name}/tags/list?n=${n}`)).status).toBe(400);
  });

  test('of a repository that is not there is answered 404', async () => {
    const answer = await send('GET', `/v2/${name}/nowhere/tags/list`);
    expect(answer.status).toBe(404);
    expect(await codesOf(answer)).toEqual(['NAME_UNKNOWN']);
  });
});

test('A name that is no repository name is refused', async () => {
  for (const wrong of ['Upper/Case', 'a//b', 'a/-b', 'a_/b']) {
    const answer = await send('POST', `/v2/${wrong}/blobs/uploads/`);
    expect([wrong, answer.status]).toEqual([wrong, 400]);
    expect(await codesOf(answer)).toEqual(['NAME_INVALID']);
    expect((await send('GET', `/v2/${wrong}/manifests/v1`)).status).toBe(400);
  }
});

test('A method that a path does not have is answered 405, and names those it has', async () => {
  for (const [method, path, allow] of [
    ['POST', `/v2/${name}/manifests/v1`, 'GET, HEAD, PUT, DELETE'],
    ['PUT', `/v2/${name}/blobs/${MISSING}`, 'GET, HEAD, DELETE'],
    ['DELETE', `/v2/${name}/tags/list`, 'GET, HEAD'],
    ['POST', `/v2/${name}/referrers/${MISSING}`, 'GET, HEAD'],
    ['GET', `/v2/${name}/blobs/uploads/`, 'POST'],
  ] as const) {
    const answer = await send(method, path);
    expect([method, path, answer.status, answer.headers.get('allow')]).toEqual([method, path, 405, allow]);
    expect(await codesOf(answer)).toEqual(['UNSUPPORTED']);
  }
});
