import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { makeEstargz } from '../../e2e/support/content/estargz.ts';
import { sha256 } from '../../e2e/support/content/image-files.ts';
import type { MadeEntry as ListedEntry } from '../../e2e/support/content/tar-entries.ts';
import { type MadeEntry, madeTar } from '../../e2e/support/content/tar-writer.ts';
import { layoutOf, tarUnpack, type Unpacked, umociUnpack } from '../../e2e/support/content/unpacked.ts';
import { gzipWithZtoc } from '../../e2e/support/content/ztoc.ts';
import { needs } from '../../e2e/support/needs.ts';
import { run } from '../../e2e/support/process.ts';
import type { LayerTree } from './layer-tree.ts';
import { layerLimits } from './limits.ts';
import { readPlainLayer } from './read/plain-layer.ts';
import { planSave } from './save/save-plan.ts';
import { Saving } from './save/saving.ts';
import { treeOfToc } from './toc/compare-toc.ts';
import { readContent } from './toc/content.ts';
import { readStargzToc, stargzFooter, stargzTail } from './toc/estargz.ts';
import type { Toc } from './toc/toc.ts';
import { chunkedPosition, readChunkedToc } from './toc/zstd-chunked.ts';
import { readZtoc } from './toc/ztoc.ts';
import { type MergedImage, mergeLayers } from './tree/merge.ts';
import { below, type Node, pathOf } from './tree/node.ts';
import { wastedOf } from './tree/questions.ts';
import { rowOfNode } from './tree/rows.ts';

const signal = new AbortController().signal;

async function* inPieces(bytes: Buffer, size = 50_000): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
}

const readLayer = (bytes: Buffer): Promise<LayerTree> =>
  readPlainLayer({ digest: sha256(bytes), size: bytes.byteLength }, inPieces(bytes), layerLimits, signal);

/** The merged image as unpacking would make it. */
function unpackedOf({ root }: MergedImage): Map<string, Unpacked> {
  const names = new Map<object, string[]>();
  const nodes: Node[] = [...below(root)].filter(({ parent }) => parent);
  for (const node of nodes) if (node.content) names.set(node.content, [...(names.get(node.content) ?? []), pathOf(node)]);
  return new Map(
    nodes.map((node) => {
      const path = pathOf(node);
      const row = rowOfNode(node, pathOf(node.parent as Node));
      const links = node.content ? (names.get(node.content) ?? []).sort() : [];
      const isFile = row.kind === 'file' || row.kind === 'hardlink';
      return [
        path,
        {
          kind: isFile ? 'file' : row.kind,
          mode: row.kind === 'symlink' ? 0 : row.mode,
          owner: `${row.uid}:${row.gid}`,
          size: isFile ? row.size : 0,
          ...(isFile && row.digest ? { digest: row.digest } : {}),
          ...(row.kind === 'symlink' ? { target: row.target ?? '' } : {}),
          ...(links.length > 1 ? { links } : {}),
        },
      ];
    }),
  );
}

/** Bytes that are written and in the end under no name: counted over a flat list of paths, without a tree. */
function wastedBytes(layers: readonly LayerTree[]): number {
  const state = new Map<string, { size: number; link?: string }>();
  const written: { size: number }[] = [];
  const drop = (path: string, self: boolean): void => {
    for (const key of [...state.keys()]) if ((self && key === path) || key.startsWith(path === '' ? '' : `${path}/`)) state.delete(key);
  };
  /** The path with the links in its folders followed. */
  const real = (path: string): string => {
    let parts = path.split('/');
    for (let i = 0; i < parts.length - 1; i++) {
      const link = state.get(parts.slice(0, i + 1).join('/'))?.link;
      if (link === undefined) continue;
      const target = link.startsWith('/') ? [] : parts.slice(0, i);
      for (const part of link.split('/')) {
        if (part === '..') target.pop();
        else if (part !== '' && part !== '.') target.push(part);
      }
      parts = [...target, ...parts.slice(i + 1)];
      i = -1;
    }
    return parts.join('/');
  };
  for (const { entries } of layers) {
    const isWhiteout = (path: string): boolean => path.slice(path.lastIndexOf('/') + 1).startsWith('.wh.');
    for (const { path } of entries.filter((entry) => isWhiteout(entry.path))) {
      const at = real(path);
      const [folder, name] = [at.slice(0, Math.max(0, at.lastIndexOf('/'))), at.slice(at.lastIndexOf('/') + 1)];
      if (name === '.wh..wh..opq') drop(folder, false);
      else if (name !== '.wh.') drop(folder === '' ? name.slice(4) : `${folder}/${name.slice(4)}`, true);
    }
    for (const entry of entries.filter(({ path }) => path !== '' && !isWhiteout(path))) {
      const at = real(entry.path);
      if (entry.kind === 'folder') {
        state.delete(at);
        continue;
      }
      const linked = entry.kind === 'hardlink' ? state.get(real(entry.target ?? '')) : undefined;
      drop(at, true);
      const made = linked ?? { size: entry.size, ...(entry.kind === 'symlink' ? { link: entry.target ?? '' } : {}) };
      if (!linked) written.push(made);
      state.set(at, made);
    }
  }
  const kept = new Set(state.values());
  return written.reduce((sum, made) => sum + (kept.has(made) ? 0 : made.size), 0);
}

const folder = (name: string, more: Partial<MadeEntry> = {}): MadeEntry => ({ name: `${name}/`, flag: '5', ...more });
const file = (name: string, content: string, more: Partial<MadeEntry> = {}): MadeEntry => ({ name, content, ...more });
const link = (name: string, to: string): MadeEntry => ({ name, flag: '2', link: to });
const hard = (name: string, to: string): MadeEntry => ({ name, flag: '1', link: to });

/** Tars by GNU tar of what a shell makes. */
function gnu(script: string, ...options: string[]): Buffer {
  const made = mkdtempSync(join(tmpdir(), 'longshore-gnu-'));
  try {
    const shell = spawnSync('sh', ['-ec', script], { cwd: made, encoding: 'utf8' });
    if (shell.status !== 0) throw new Error(shell.stderr);
    const tar = spawnSync('tar', ['-C', made, ...options, '-cf', '-', '.'], { maxBuffer: 1e9 });
    if (tar.status !== 0) throw new Error(tar.stderr.toString());
    return tar.stdout;
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

const SPARSE =
  'for i in $(seq 0 30); do printf "part-$i" | dd of=s bs=1 seek=$((i * 65536)) conv=notrunc status=none; done; truncate -s 3000000 s; truncate -s 50000 hole; echo z > z';
const NAMES = `mkdir d; printf 1 > "$(printf 'd/caf\\303\\251')"; printf 2 > "$(printf 'd/caf\\351')"; printf 3 > 'd/back\\x41'; printf 4 > 'd/a b'; printf 5 > "d/new
line"; mkdir -p "$(printf 'x%.0s' $(seq 90))/$(printf 'y%.0s' $(seq 90))"; printf long > "$(printf 'x%.0s' $(seq 90))/$(printf 'y%.0s' $(seq 90))/$(printf 'z%.0s' $(seq 200))"; ln -s "$(printf 't%.0s' $(seq 180))" d/longlink`;

/** Layers of random steps, the same for a seed. */
function random(seed: number): Buffer[] {
  let state = seed;
  const next = (most: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * most);
  };
  const name = (): string => 'abcd'[next(4)] ?? 'a';
  // Folders are upper case in one place and files in others, so that no path is under a file.
  return Array.from({ length: 6 }, () => {
    const entries: MadeEntry[] = [];
    for (let i = 0; i < 12; i++) {
      const at = Array.from({ length: next(3) }, () => name().toUpperCase()).join('/');
      const path = (own: string): string => (at === '' ? own : `${at}/${own}`);
      const kind = next(8);
      if (kind < 4) entries.push(file(path(name()), 'x'.repeat(1 + next(500)), { mode: 0o600 + next(0o177) }));
      else if (kind === 4) entries.push(folder(path(name().toUpperCase()), { mode: 0o700 + next(0o77) }));
      else if (kind === 5) entries.push({ name: path(`.wh.${name()}`) });
      else if (kind === 6) entries.push({ name: path(`.wh.${name().toUpperCase()}`) });
      else entries.push(link(path(name()), '/nowhere'));
    }
    // As image-spec layer.md recommends: behind its siblings a whiteout of a folder without an entry leaves umoci with the mode of the lower layer.
    return madeTar(entries.sort((a, b) => Number(isHiding(b)) - Number(isHiding(a))));
  });
}

const isHiding = ({ name }: MadeEntry): boolean => String(name).includes('.wh.');

const BASE = [
  folder('etc'),
  file('etc/a', 'one'),
  file('etc/b', 'two'),
  folder('etc/d'),
  file('etc/d/c', 'three'),
  folder('usr'),
  folder('usr/lib'),
  file('usr/lib/l', 'lib'),
];

const IMAGES: readonly (readonly [string, readonly (Buffer | readonly MadeEntry[])[]])[] = [
  ['one file', [[file('a', 'x')]]],
  ['an empty layer', [BASE, [], [file('z', 'z')]]],
  ['a file in place of another', [BASE, [file('etc/a', 'more', { mode: 0o600, uid: 7, gid: 8 })]]],
  ['a whiteout', [BASE, [{ name: 'etc/.wh.a' }]]],
  ['a whiteout of a folder', [BASE, [{ name: 'etc/.wh.d' }]]],
  ['an opaque folder', [BASE, [folder('etc'), { name: 'etc/.wh..wh..opq' }, file('etc/new', 'n')]]],
  [
    'an opaque folder with the same files again',
    [BASE, [folder('etc'), { name: 'etc/.wh..wh..opq' }, file('etc/a', 'again'), folder('etc/d')]],
  ],
  ['an opaque folder, told behind its files', [BASE, [folder('etc'), file('etc/a', 'again'), { name: 'etc/.wh..wh..opq' }]]],
  ['an opaque folder in the only layer', [[...BASE, { name: 'etc/.wh..wh..opq' }]]],
  ['a whiteout before its file', [BASE, [{ name: 'etc/.wh.a' }, file('etc/a', 'again')]]],
  ['a whiteout behind its file', [BASE, [file('etc/a', 'again'), { name: 'etc/.wh.a' }]]],
  ['whiteouts of what is not there', [BASE, [{ name: 'etc/.wh.nothing' }, { name: 'etc/d/.wh.x' }]]],
  ['hard links', [[file('a', 'content'), hard('b', 'a'), folder('d'), hard('d/c', 'b')]]],
  ['a hard link whose file is deleted later', [[file('a', 'content'), hard('b', 'a')], [{ name: '.wh.a' }]]],
  ['a hard link to a lower layer', [BASE, [hard('linked', 'etc/a')]]],
  ['a hard link that becomes a file', [[file('a', 'content'), hard('b', 'a')], [file('b', 'own')]]],
  ['a hard link to a symbolic link', [[file('a', 'content'), link('s', 'a'), hard('h', 's')]]],
  ['symbolic links', [[link('a', 'b'), link('b', '/c/d'), link('c', '../../../x'), link('d', 'd')]]],
  [
    'a file behind a link to a folder',
    [
      [...BASE, link('lib', 'usr/lib')],
      [file('lib/new', 'n'), { name: 'lib/.wh.l' }],
    ],
  ],
  [
    'a file behind an absolute link',
    [
      [...BASE, link('lib', '/usr/lib')],
      [folder('lib/x'), file('lib/x/y', 'n')],
    ],
  ],
  ['a file behind a link that leads out', [[...BASE, link('up', '../../usr')], [file('up/new', 'n')]]],
  ['a file in place of a folder', [BASE, [file('etc', 'was a folder')]]],
  ['a folder in place of a file', [BASE, [folder('etc/a'), file('etc/a/x', 'x')]]],
  ['a folder, a file, a folder', [BASE, [file('etc', 'file')], [folder('etc'), file('etc/x', 'x')]]],
  ['a link in place of a folder', [BASE, [link('etc', 'usr')]]],
  [
    'a folder in place of a link',
    [
      [...BASE, link('lib', 'usr/lib')],
      [folder('lib'), file('lib/own', 'o')],
    ],
  ],
  ['entries twice in one layer', [[file('a', 'first'), file('a', 'second'), folder('d', { mode: 0o700 }), folder('d', { mode: 0o711 })]]],
  ['folders without an entry', [[file('a/b/c/d', 'deep')]]],
  ['names with ./ and /', [[folder('.'), folder('./etc'), file('./etc/a', 'x'), file('/etc/b', 'y'), file('etc//c', 'z')]]],
  ['names that lead out', [[file('../../escaped', 'x'), file('a/../../b', 'y')]]],
  [
    'modes',
    [
      [file('s', 'x', { mode: 0o4755 }), file('g', 'x', { mode: 0o2755 }), folder('tmp', { mode: 0o1777 }), file('none', 'x', { mode: 0 })],
      [folder('tmp', { mode: 0o700 })],
    ],
  ],
  [
    'large ids',
    [
      [
        file('a', 'x', {
          pax: [
            ['uid', '3000000000'],
            ['gid', '2500000'],
          ],
        }),
      ],
    ],
  ],
  [
    'devices and pipes',
    [
      [
        { name: 'null', flag: '3', major: 1, minor: 3, mode: 0o666 },
        { name: 'disk', flag: '4', major: 7, minor: 0 },
        { name: 'pipe', flag: '6' },
      ],
    ],
  ],
  ['names of GNU tar', [gnu(NAMES, '--format=gnu')]],
  ['names of pax', [gnu(NAMES, '--format=pax')]],
  ['names that are not UTF-8 in pax', [[file('x', 'y', { pax: [['path', Buffer.from([0x61, 0xff, 0x62])]] })]]],
  ['a prefix of ustar', [[file('f', 'x', { prefix: 'p/q' })]]],
  ['tars without a magic number', [gnu('mkdir d; echo a > d/a; ln d/a d/b', '--format=v7')]],
  ...['0.0', '0.1', '1.0'].map(
    (version) => [`sparse files, pax ${version}`, [gnu(SPARSE, '--sparse', '--format=pax', `--sparse-version=${version}`)]] as const,
  ),
  [
    '127 layers',
    Array.from({ length: 127 }, (_, i) => [
      folder('d'),
      file(`d/${i % 40}`, `layer ${i}`),
      ...(i % 7 === 6 ? [{ name: `d/.wh.${(i + 3) % 40}` }] : []),
    ]),
  ],
  ...[1, 2, 3, 4, 5, 6].map((seed) => [`random steps ${seed}`, random(seed)] as const),
];

const tarsOf = (layers: readonly (Buffer | readonly MadeEntry[])[]): Buffer[] =>
  layers.map((layer) => (Buffer.isBuffer(layer) ? layer : madeTar(layer)));

/** The layers of the first image of a layout, with their annotations. */
function blobsOf(layout: string): { readonly bytes: Buffer; readonly annotations: ReadonlyMap<string, string> }[] {
  const blob = (digest: string): Buffer => readFileSync(join(layout, 'blobs/sha256', digest.slice(7)));
  const { manifests } = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')) as { manifests: { digest: string }[] };
  const manifest = JSON.parse(blob(manifests[0]?.digest ?? '').toString()) as {
    layers: { digest: string; annotations?: Record<string, string> }[];
  };
  return manifest.layers.map(({ digest, annotations = {} }) => ({
    bytes: blob(digest),
    annotations: new Map(Object.entries(annotations)),
  }));
}

/** A layer by its table of contents, each file with the digest of what is read where the table says that it is. */
async function listedTree(bytes: Buffer, toc: Toc): Promise<LayerTree> {
  const read = async function* (from: number, to: number): AsyncGenerator<Uint8Array> {
    yield bytes.subarray(from, to);
  };
  const entries = await Promise.all(
    toc.entries.map(async (entry) => {
      const place = toc.places.get(entry.path);
      if (!place) return entry;
      const chunks: Uint8Array[] = [];
      for await (const chunk of readContent(read, place, signal)) chunks.push(chunk);
      const digest = sha256(Buffer.concat(chunks));
      // What the table says of it is the same.
      expect(entry.digest ?? digest).toBe(digest);
      return { ...entry, digest };
    }),
  );
  return treeOfToc(sha256(bytes), '', { ...toc, entries });
}

/** Reads the layers of the first image of a layout. */
const layersOf = (layout: string): Promise<LayerTree[]> => Promise.all(blobsOf(layout).map(({ bytes }) => readLayer(bytes)));

/** The tar of a whole image that is saved from its layers. */
async function savedTar(image: MergedImage, trees: readonly LayerTree[], blobs: readonly Buffer[]): Promise<Buffer> {
  const plan = planSave(image, trees, { layer: undefined, path: '' });
  if (!plan) throw new Error('There is nothing to save');
  const saving = new Saving(plan);
  const made: Uint8Array[] = [];
  const pass = async (): Promise<void> => void made.push(...saving.take());
  for (const number of plan.facts.layers)
    expect(await saving.layer(number, inPieces(blobs[number - 1] as Buffer), pass, signal)).toBeUndefined();
  expect(await saving.end(pass)).toBeUndefined();
  return Buffer.concat(made);
}

/** What GNU tar makes of the image that is saved from the layers of a layout. */
async function savedAndUnpacked(image: MergedImage, trees: readonly LayerTree[], layout: string): Promise<Map<string, Unpacked>> {
  const path = join(layout, 'saved.tar');
  const blobs = blobsOf(layout).map(({ bytes }) => bytes);
  writeFileSync(path, await savedTar(image, trees, blobs));
  return tarUnpack(path);
}

test.each(IMAGES)(
  '%s: the merged image, and what is saved of it, are what umoci unpacks, and the wasted bytes are those of a count by hand',
  async (_, layers) => {
    needs('umoci', 'root');
    const layout = layoutOf(tarsOf(layers));
    try {
      const trees = await layersOf(layout);
      expect(trees.flatMap(({ problems }) => problems.filter(({ why }) => why !== 'path-escapes'))).toEqual([]);
      const image = mergeLayers(trees);
      const unpacked = Object.fromEntries(await umociUnpack(layout));
      expect(Object.fromEntries(unpackedOf(image))).toEqual(unpacked);
      expect(Object.fromEntries(await savedAndUnpacked(image, trees, layout))).toEqual(unpacked);
      expect(wastedOf(image).bytes).toBe(wastedBytes(trees));
    } finally {
      rmSync(layout, { recursive: true, force: true });
    }
  },
);

test.each<[string, (tar: Buffer) => Buffer]>([
  ['no compression', (tar) => tar],
  ['zstd', (tar) => zstdCompressSync(tar)],
  [
    'zstd of many frames',
    (tar) =>
      Buffer.concat(
        Array.from({ length: Math.ceil(tar.byteLength / 1000) }, (_, i) => zstdCompressSync(tar.subarray(i * 1000, (i + 1) * 1000))),
      ),
  ],
  [
    'gzip of many members',
    (tar) =>
      Buffer.concat(Array.from({ length: Math.ceil(tar.byteLength / 1000) }, (_, i) => gzipSync(tar.subarray(i * 1000, (i + 1) * 1000)))),
  ],
])('%s: the same image as with gzip', async (_, pack) => {
  const tars = tarsOf([BASE, gnu(NAMES, '--format=pax'), [{ name: 'etc/.wh.d' }]]);
  const [plain, packed] = [layoutOf(tars), layoutOf(tars, pack)];
  try {
    const [one, other] = await Promise.all([layersOf(plain), layersOf(packed)]);
    expect(other.map(({ basis }) => basis)).toEqual(['digest', 'digest', 'digest']);
    expect(unpackedOf(mergeLayers(other))).toEqual(unpackedOf(mergeLayers(one)));
  } finally {
    for (const layout of [plain, packed]) rmSync(layout, { recursive: true, force: true });
  }
});

test('zstd:chunked as skopeo writes it: the merged image is what umoci unpacks of the original', async () => {
  needs('umoci', 'root', 'skopeo');
  const layout = layoutOf(
    tarsOf([
      [...BASE, ...Array.from({ length: 300 }, (_, i) => file(`etc/f${i}`, `content ${i} `.repeat(i)))],
      [{ name: 'etc/.wh.d' }, hard('h', 'etc/a')],
    ]),
  );
  const chunked = mkdtempSync(join(tmpdir(), 'longshore-chunked-'));
  try {
    await run('skopeo', ['copy', '--quiet', '--dest-compress-format', 'zstd:chunked', `oci:${layout}:image`, `oci:${chunked}:image`]);
    const trees = await layersOf(chunked);
    expect(trees.map(({ format, problems }) => [format, problems])).toEqual([
      ['zstd', []],
      ['zstd', []],
    ]);
    const expected = Object.fromEntries(await umociUnpack(layout));
    expect(Object.fromEntries(unpackedOf(mergeLayers(trees)))).toEqual(expected);
    const listed = blobsOf(chunked).map(({ bytes, annotations }) => {
      const position = chunkedPosition(annotations, bytes.byteLength);
      if (!position) throw new Error('skopeo wrote no table of contents');
      return listedTree(bytes, readChunkedToc(bytes.subarray(position.offset, position.offset + position.length), position));
    });
    expect(Object.fromEntries(unpackedOf(mergeLayers(await Promise.all(listed))))).toEqual(expected);
  } finally {
    for (const path of [layout, chunked]) rmSync(path, { recursive: true, force: true });
  }
});

const listedFile = (name: string, content: string | Buffer, more: Partial<ListedEntry> = {}): ListedEntry => ({
  ...{ name, content: Buffer.from(content as string), mode: 0o644 },
  ...more,
});
const listedFolder = (name: string, mode = 0o755): ListedEntry => ({ name: `${name}/`, type: 'directory', mode });

/** Layers of what tables of contents can list. */
const LISTED: readonly (readonly ListedEntry[])[] = [
  [
    ...['bin', 'etc', 'etc/d', 'dev', 'srv'].map((name) => listedFolder(name)),
    listedFile('bin/tool', 'tool '.repeat(40_000), { mode: 0o4755, uid: 7, gid: 8 }),
    { name: 'bin/same', type: 'link', linkname: 'bin/tool', mode: 0o4755, uid: 7, gid: 8 },
    { name: 'bin/sh', type: 'symlink', linkname: '../bin/tool', mode: 0o777 },
    listedFile('etc/old', 'old'),
    listedFile('etc/empty', '', { mode: 0o600 }),
    listedFile('etc/主机', '主机'),
    listedFile('etc/d/x', 'hidden'),
    listedFile(`srv/${'long'.repeat(50)}`, 'a long name'),
    { name: 'dev/null', type: 'character-device', devmajor: 1, devminor: 3, mode: 0o666 },
    { name: 'dev/pipe', type: 'fifo', mode: 0o640 },
    listedFile('srv/large', Array.from({ length: 900_000 }, (_, n) => n * 7_919).join(' ')),
  ],
  [
    listedFolder('etc'),
    { name: 'etc/.wh.old', mode: 0o644 },
    listedFolder('etc/d', 0o700),
    { name: 'etc/d/.wh..wh..opq', mode: 0o644 },
    listedFile('etc/d/new', 'new'),
    listedFile('bin/tool', 'another one', { mode: 0o755 }),
  ],
];

test.each<[string, (entries: readonly ListedEntry[]) => Promise<{ layer: Buffer; toc: Toc }>]>([
  [
    'eStargz',
    async (entries) => {
      const { layer, tocDigest } = await makeEstargz(entries, { chunk: 1_000_000 });
      const { offset, size } = stargzFooter(layer.subarray(layer.length - stargzTail(layer.length)), layer.length);
      return { layer, toc: readStargzToc(layer.subarray(offset, layer.length - size), offset, tocDigest) };
    },
  ],
  [
    'a zTOC of SOCI',
    async (entries) => {
      const { layer, ztoc } = await gzipWithZtoc(entries);
      return { layer, toc: readZtoc(ztoc, layer.length) };
    },
  ],
])('%s: the image by its tables of contents, and each file by its place, are what umoci unpacks', async (_, make) => {
  needs('umoci', 'root');
  const made = await Promise.all(LISTED.map(make));
  const layers = made.map(({ layer }) => layer);
  const layout = layoutOf(
    layers.map((layer) => gunzipSync(layer)),
    () => layers.shift() as Buffer,
  );
  try {
    const expected = await umociUnpack(layout);
    // To umoci the table of eStargz is a file like others.
    expected.delete('stargz.index.json');
    const trees = await Promise.all(made.map(({ layer, toc }) => listedTree(layer, toc)));
    expect(Object.fromEntries(unpackedOf(mergeLayers(trees)))).toEqual(Object.fromEntries(expected));
  } finally {
    rmSync(layout, { recursive: true, force: true });
  }
});

test('sparse files in the old form, which umoci does not know, are the same as in pax', async () => {
  const read = async (...options: string[]) => unpackedOf(mergeLayers([await readLayer(gzipSync(gnu(SPARSE, '--sparse', ...options)))]));
  expect(await read('--format=gnu')).toEqual(await read('--format=pax', '--sparse-version=1.0'));
});

test('a whiteout without a name, at which tools differ, is said and deletes nothing', async () => {
  const image = mergeLayers(await Promise.all(tarsOf([BASE, [{ name: 'etc/.wh.' }]]).map((tar) => readLayer(gzipSync(tar)))));
  expect(image.layers[1]?.problems).toEqual([{ why: 'empty-whiteout', count: 1, detail: 'etc/.wh.' }]);
  expect(image.root.children?.get('etc')?.children?.size).toBe(3);
});
