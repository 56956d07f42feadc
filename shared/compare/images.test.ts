import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ImageConfig } from '../oci/image-config.ts';
import { type Comparable, type Comparison, compareImages, differingEntries, isAlike } from './images.ts';
import { differenceOf, type LayerRow } from './layers.ts';

/** A digest that begins with a word, to be read in a failure. */
const digestOf = (word: string): string => `sha256:${Buffer.from(word).toString('hex').padEnd(64, '0').slice(0, 64)}`;

type LayerPlan = readonly [word: string, size: number, instruction?: string | undefined];

type Plan = {
  readonly layers?: readonly LayerPlan[];
  readonly config?: Partial<ImageConfig> | null;
  readonly contents?: readonly string[];
  readonly annotations?: readonly (readonly [string, string])[];
  readonly name?: string;
};

const MB = 1_000_000;
const BASE: LayerPlan = ['base', 30 * MB, 'ADD file:4c1f3d00 in /'];
const APT: LayerPlan = ['apt', 8 * MB, 'RUN apt-get install curl'];

function image({ layers = [BASE], config = {}, contents, annotations = [], name = 'image' }: Plan): Comparable {
  const nothing = { env: [], entrypoint: [], command: [], ports: [], volumes: [], labels: [], history: [] };
  return {
    kind: 'image',
    digest: digestOf(name),
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    content: 'image',
    manifest: '',
    annotations: annotations.map(([key, value]) => [key, value] as [string, string]),
    layers: layers.map(([word, size, instruction]) => ({
      ...{ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: digestOf(word), size, annotations: [] },
      ...(instruction === undefined ? {} : { instruction }),
    })),
    layerCount: layers.length,
    ...(config === null ? { configProblem: { why: 'missing' as const } } : { config: { ...nothing, ...config } }),
    ...(contents ? { configText: JSON.stringify({ rootfs: { diff_ids: contents.map(digestOf) } }) } : {}),
  };
}

function chart(version: string, config: unknown, files: readonly (readonly [string, number])[]): Comparable {
  return {
    kind: 'artifact',
    digest: digestOf(`chart ${version}`),
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    artifactType: 'application/vnd.cncf.helm.config.v1+json',
    content: 'chart',
    manifest: '',
    annotations: [['org.opencontainers.image.version', version]],
    layers: files.map(([title, size]) => ({
      mediaType: title.endsWith('.prov')
        ? 'application/vnd.cncf.helm.chart.provenance.v1.prov'
        : 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
      digest: digestOf(title),
      size,
      annotations: [['org.opencontainers.image.title', title]],
    })),
    layerCount: files.length,
    configText: typeof config === 'string' ? config : JSON.stringify(config),
  };
}

const signs = { same: '=', changed: '~', removed: '-', added: '+' } as const;
const wordOf = (digest: string): string => Buffer.from(digest.slice('sha256:'.length), 'hex').toString().replaceAll('\0', '');

const readLayer = (row: LayerRow): string => {
  const word =
    'left' in row && 'right' in row && row.mark === 'changed'
      ? `${wordOf(row.left.digest)}>${wordOf(row.right.digest)}`
      : wordOf(('right' in row ? row.right : row.left).digest);
  return `${signs[row.mark]}${word}${row.mark === 'changed' && row.why === 'recompressed' ? ' (packed)' : ''}`;
};

/** What differs, one line each, as a person would write it down; and the difference in bytes. */
function read(comparison: Comparison): readonly string[] {
  const { layers, history } = comparison;
  return [
    layers.rows.map(readLayer).join(' '),
    `${layers.right.bytes - layers.left.bytes} B, ${layers.shared.count} shared`,
    ...differingEntries(comparison).map(({ mark, name, left, right, parts }) =>
      parts
        ? `~${name} ${parts.map((part) => `${signs[part.mark]}${'right' in part ? part.right : part.left}`).join(' ')}`
        : `${signs[mark]}${name} ${[left, right].filter((value) => value !== undefined).join(' > ')}`,
    ),
    ...history.flatMap((row) =>
      row.mark === 'same' ? [] : [`${signs[row.mark]}step ${('right' in row ? row.right : row.left).instruction}`],
    ),
    ...(comparison.isConfigUnknown ? ['config unknown'] : []),
  ];
}

const step = (instruction: string, empty = false, args: [string, string][] = []) => ({ instruction, empty, args });

const pairs: readonly (readonly [title: string, left: Comparable, right: Comparable, wanted: readonly string[]])[] = [
  ['two images of the same content', image({}), image({ name: 'twin' }), ['=base', '0 B, 1 shared']],
  ['a layer more', image({ layers: [BASE] }), image({ layers: [BASE, APT] }), ['=base +apt', '8000000 B, 1 shared']],
  [
    'a layer less, in the middle',
    image({ layers: [BASE, APT, ['app', 5 * MB]] }),
    image({ layers: [BASE, ['app', 5 * MB]] }),
    ['=base -apt =app', '-8000000 B, 2 shared'],
  ],
  [
    'a layer built anew by the same instruction',
    image({ layers: [BASE, ['dist-1', 4 * MB, 'COPY dist ./dist']] }),
    image({ layers: [BASE, ['dist-2', 5 * MB, 'COPY dist ./dist']] }),
    ['=base ~dist-1>dist-2', '1000000 B, 1 shared'],
  ],
  [
    'another base by the same classic instruction, and all else kept',
    image({ layers: [BASE, APT] }),
    image({ layers: [['base-2', 31 * MB, 'ADD file:99aa1200 in /'], APT] }),
    ['~base>base-2 =apt', '1000000 B, 1 shared'],
  ],
  [
    'layers in another order, which are shared all the same',
    image({
      layers: [
        ['a', 1],
        ['b', 2],
        ['c', 4],
      ],
    }),
    image({
      layers: [
        ['c', 4],
        ['a', 1],
        ['b', 2],
      ],
    }),
    ['=c =a =b', '0 B, 3 shared'],
  ],
  [
    'the same content packed with zstd',
    image({ layers: [['gzip', 9 * MB, 'RUN make']], contents: ['inside'] }),
    image({ layers: [['zstd', 7 * MB, 'RUN make']], contents: ['inside'] }),
    ['~gzip>zstd (packed)', '-2000000 B, 0 shared'],
  ],
  [
    'a layer listed twice, whose bytes count once',
    image({
      layers: [
        ['a', 5],
        ['empty', 32],
        ['empty', 32],
      ],
    }),
    image({
      layers: [
        ['a', 5],
        ['empty', 32],
      ],
    }),
    ['=a =empty -empty', '0 B, 2 shared'],
  ],
  [
    'environment, with PATH in its parts',
    image({ config: { env: ['PATH=/usr/local/bin:/usr/bin:/bin', 'NODE_VERSION=22.11.0', 'DEBUG=1', 'A=b=c'] } }),
    image({ config: { env: ['A=b=c', 'PATH=/opt/bin:/usr/local/bin:/bin', 'NODE_VERSION=22.12.0', 'PORT=8080'] } }),
    [
      '=base',
      '0 B, 1 shared',
      '-DEBUG 1',
      '~NODE_VERSION 22.11.0 > 22.12.0',
      '~PATH +/opt/bin =/usr/local/bin -/usr/bin =/bin',
      '+PORT 8080',
    ],
  ],
  [
    'how it starts: ports one by one, words as a shell takes them',
    image({
      config: {
        entrypoint: ['tini', '--'],
        command: ['node', 'a b.js'],
        ports: ['80/tcp', '9229/tcp'],
        user: '10001',
        workingDirectory: '/app',
      },
    }),
    image({
      config: { entrypoint: ['tini', '--'], command: ['node', 'server.js'], ports: ['80/tcp', '443/tcp'], workingDirectory: '/app' },
    }),
    ['=base', '0 B, 1 shared', '~command node "a b.js" > node server.js', '-user 10001', '+ports 443/tcp', '-ports 9229/tcp'],
  ],
  [
    'labels and annotations, also one that is named like what every object has',
    image({
      config: {
        labels: [
          ['version', '1.9.1'],
          ['__proto__', 'x'],
        ],
      },
      annotations: [['built-by', 'ci']],
    }),
    image({
      config: {
        labels: [
          ['version', '1.9.2'],
          ['revision', '8c1f0a2'],
        ],
      },
    }),
    ['=base', '0 B, 1 shared', '-__proto__ x', '+revision 8c1f0a2', '~version 1.9.1 > 1.9.2', '-built-by ci'],
  ],
  [
    'build steps: one changed, one without a layer added',
    image({ config: { history: [step('FROM debian'), step('ENV V=1', true), step('COPY . .')] } }),
    image({ config: { history: [step('FROM debian'), step('ENV V=2', true), step('COPY . .'), step('USER app', true)] } }),
    ['=base', '0 B, 1 shared', '-step ENV V=1', '+step ENV V=2', '+step USER app'],
  ],
  [
    'a step that made no layer before, and makes one now',
    image({ config: { history: [step('RUN true', true)] } }),
    image({ config: { history: [step('RUN true')] } }),
    ['=base', '0 B, 1 shared', '-step RUN true', '+step RUN true'],
  ],
  [
    'a step that ran with another build argument',
    image({ config: { history: [step('RUN make', false, [['V', '1']])] } }),
    image({ config: { history: [step('RUN make', false, [['V', '2']])] } }),
    ['=base', '0 B, 1 shared', '-step RUN make', '+step RUN make'],
  ],
  [
    'two platforms',
    image({ layers: [['amd', 5]], config: { platform: { os: 'linux', architecture: 'amd64' } } }),
    image({ layers: [['arm', 4]], config: { platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } } }),
    ['-amd +arm', '-1 B, 0 shared', '~platform linux/amd64 > linux/arm64/v8'],
  ],
  [
    'an image whose config is missing: layers and annotations are compared, and it is said',
    image({ config: null }),
    image({ layers: [BASE, APT], config: { env: ['A=1'] } }),
    ['=base +apt', '8000000 B, 1 shared', 'config unknown'],
  ],
  [
    'two charts: the values of their configs, and their files',
    chart('1.0.0', { name: 'web', version: '1.0.0', dependencies: [{ name: 'redis', version: '17' }] }, [['web-1.0.0.tgz', 900]]),
    chart('1.1.0', { name: 'web', version: '1.1.0', dependencies: [{ name: 'redis', version: '18' }] }, [
      ['web-1.1.0.tgz', 1_000],
      ['web-1.1.0.tgz.prov', 50],
    ]),
    [
      '~web-1.0.0.tgz>web-1.1.0.tgz +web-1.1.0.tgz.prov',
      '150 B, 0 shared',
      '~org.opencontainers.image.version 1.0.0 > 1.1.0',
      '~dependencies.0.version 17 > 18',
      '~version 1.0.0 > 1.1.0',
    ],
  ],
  [
    'two charts, the config of one of which is no JSON',
    chart('1.0.0', '{"name":', [['web.tgz', 900]]),
    chart('1.0.0', { name: 'web' }, [['web.tgz', 900]]),
    ['=web.tgz', '0 B, 1 shared', 'config unknown'],
  ],
];

test.each(pairs)('%s', (_, left, right, wanted) => {
  expect(read(compareImages(left, right))).toEqual(wanted);
});

test.each(pairs)('the other way round: %s', (_, left, right) => {
  const turned = { same: 'same', changed: 'changed', added: 'removed', removed: 'added' } as const;
  const [there, back] = [compareImages(left, right), compareImages(right, left)];
  expect(back.layers.rows.map(({ mark }) => turned[mark]).sort()).toEqual(there.layers.rows.map(({ mark }) => mark).sort());
  expect(differingEntries(back).map(({ mark, name, left: before, right: after }) => [turned[mark], name, after, before])).toEqual(
    differingEntries(there).map(({ mark, name, left: before, right: after }) => [mark, name, before, after]),
  );
  expect(isAlike(back)).toBe(isAlike(there));
});

const word = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const someImage = fc
  .record({
    layers: fc.array(fc.tuple(word, fc.nat(9), fc.option(word, { nil: undefined })), { maxLength: 7 }),
    env: fc.array(fc.tuple(fc.constantFrom('PATH', 'A', 'B'), word, word), { maxLength: 4 }),
    labels: fc.array(fc.tuple(word, word), { maxLength: 4 }),
    ports: fc.uniqueArray(word, { maxLength: 3 }),
    steps: fc.array(fc.tuple(word, fc.boolean()), { maxLength: 6 }),
    annotations: fc.array(fc.tuple(word, word), { maxLength: 3 }),
  })
  .map(({ layers, env, labels, ports, steps, annotations }) =>
    image({
      // One digest has one size and one content.
      layers: layers.map(([of, , made]) => [of, of.charCodeAt(0), made]),
      annotations,
      config: {
        ...{ labels, ports, env: env.map(([name, x, y]) => `${name}=${x}:${y}`) },
        history: steps.map(([instruction, empty]) => step(instruction, empty)),
      },
    }),
  );

describe('of any two images', () => {
  test('one beside itself differs in nothing', () => {
    fc.assert(
      fc.property(someImage, (one) => {
        const comparison = compareImages(one, one);
        expect(isAlike(comparison)).toBe(true);
        expect(comparison.layers.shared).toEqual(comparison.layers.right);
        expect(comparison.layers.commonStart).toBe(one.layers.length);
      }),
    );
  });

  test('the second beside the first is the mirror of the first beside the second', () => {
    const turned = { same: 'same', changed: 'changed', added: 'removed', removed: 'added' } as const;
    type Both = { readonly mark: keyof typeof turned; readonly left?: unknown; readonly right?: unknown };
    const turn = ({ mark, left, right, ...rest }: Both): string =>
      JSON.stringify([turned[mark], right ?? null, left ?? null, { ...rest, parts: undefined }]);
    const keep = ({ mark, left, right, ...rest }: Both): string =>
      JSON.stringify([mark, left ?? null, right ?? null, { ...rest, parts: undefined }]);
    fc.assert(
      fc.property(someImage, someImage, (a, b) => {
        const [there, back] = [compareImages(a, b), compareImages(b, a)];
        const lists = (of: Comparison): readonly (readonly Both[])[] => [
          of.layers.rows,
          of.facts,
          of.environment,
          of.labels,
          of.annotations,
        ];
        lists(there).forEach((rows, at) => {
          expect(lists(back)[at]?.map(turn).sort()).toEqual(rows.map(keep).sort());
        });
        const marks = (of: Comparison): readonly string[] => of.history.map(({ mark }) => mark).sort();
        expect(
          marks(back)
            .map((mark) => turned[mark as keyof typeof turned])
            .sort(),
        ).toEqual(marks(there));
        expect(back.layers.left).toEqual(there.layers.right);
      }),
    );
  });

  test('the differences of the layers add up to that of the sizes, and each layer of both is told once', () => {
    fc.assert(
      fc.property(someImage, someImage, (a, b) => {
        const { rows, left, right } = compareImages(a, b).layers;
        expect(rows.reduce((sum, row) => sum + differenceOf(row), 0)).toBe(right.bytes - left.bytes);
        const numbers = (side: 'left' | 'right'): number[] =>
          rows
            .flatMap((row) => (side === 'left' ? ('left' in row ? row.left.number : []) : 'right' in row ? row.right.number : []))
            .sort((x, y) => x - y);
        expect(numbers('left')).toEqual(a.layers.map((_, i) => i + 1));
        expect(numbers('right')).toEqual(b.layers.map((_, i) => i + 1));
      }),
    );
  });
});

test('two images of 1,000 layers with nothing in common are compared in less than a second', () => {
  const many = (side: string): Comparable =>
    image({ layers: Array.from({ length: 1_000 }, (_, i) => [`${side} ${i}`, i, `RUN ${side} ${i}`]), name: side });
  const before = performance.now();
  const { rows } = compareImages(many('left'), many('right')).layers;
  expect(performance.now() - before).toBeLessThan(1_000);
  expect(rows).toHaveLength(2_000);
});
