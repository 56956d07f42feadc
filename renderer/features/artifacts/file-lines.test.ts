import { expect, test } from 'vitest';
import type { ArtifactContents } from '../../../shared/contract/artifacts.ts';
import type { Layer } from '../../../shared/contract/images.ts';
import { fileLines, firstLine, isPackageType, packedNames } from './file-lines.ts';

const CHART = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
const layer = (mediaType: string, ...annotations: [string, string][]): Layer => ({
  digest: `sha256:${'ab'.repeat(32)}`,
  mediaType,
  size: 100,
  annotations,
});
const chart: ArtifactContents = {
  kind: 'package',
  problems: [],
  files: ['api/templates/b.yaml', 'api/values.yaml', 'api/Chart.yaml', 'api/templates/a.yaml'].map((path) => ({ path, size: 1, text: '' })),
};

test.each([
  [CHART, true],
  ['application/vnd.cncf.flux.content.v1.tar+gzip', true],
  ['application/vnd.cncf.falco.rulesfile.layer.v1+tar.gz', true],
  ['application/vnd.cncf.model.weight.v1.tar', true],
  ['application/x.starlark', false],
  ['application/json', false],
])('%s is the type of a package: %s', (mediaType, is) => {
  expect(isPackageType({ mediaType })).toBe(is);
});

test('the files of a package are named without the folder that all are in, those of the upper folder first', () => {
  expect(packedNames(chart.kind === 'package' ? chart.files : []).map(({ name }) => name)).toEqual([
    'Chart.yaml',
    'values.yaml',
    'templates/a.yaml',
    'templates/b.yaml',
  ]);
  expect(
    packedNames([
      { path: 'a/x', size: 0 },
      { path: 'b', size: 0 },
    ]).map(({ name }) => name),
  ).toEqual(['b', 'a/x']);
});

test.each<[string, readonly Layer[], ArtifactContents | undefined, readonly number[], readonly string[]]>([
  ['a package that is closed', [layer(CHART)], chart, [], ['1 abababa closed']],
  [
    'a package that is open',
    [layer(CHART)],
    chart,
    [0],
    ['1 abababa open', '2 Chart.yaml', '2 values.yaml', '2 templates/a.yaml', '2 templates/b.yaml'],
  ],
  ['a package that is open and not read', [layer(CHART)], undefined, [0], ['1 abababa open']],
  ['what only calls itself a package', [layer(CHART)], { kind: 'binary' }, [0], ['1 abababa']],
  ['what is a package and does not say so', [layer('application/octet-stream')], chart, [], ['1 abababa closed']],
  [
    'files by their names',
    [layer('a', ['org.opencontainers.image.title', 'policy.rego']), layer('b', ['org.cncf.model.filepath', 'model\u202e.gguf'])],
    undefined,
    [],
    ['1 policy.rego', '1 model\\u{202e}.gguf'],
  ],
])('the lines of %s', (_, layers, contents, open, lines) => {
  const state = (expanded: boolean | undefined) => (expanded === undefined ? '' : expanded ? ' open' : ' closed');
  expect(
    fileLines({ layers, annotations: [] }, () => contents, new Set(open)).map(
      (line) => `${line.level} ${line.name}${state(line.expanded)}`,
    ),
  ).toEqual(lines);
});

test.each<[string, readonly string[], string]>([
  ['of a chart its values', ['api/Chart.yaml', 'api/README.md', 'api/values.yaml'], 'values.yaml'],
  ['of other packages what they say of themselves', ['a.yaml', 'README.md'], 'README.md'],
  ['otherwise the first file', ['b.yaml', 'a.yaml'], 'a.yaml'],
])('shown first is %s', (_, paths, name) => {
  const contents: ArtifactContents = { kind: 'package', problems: [], files: paths.map((path) => ({ path, size: 1, text: '' })) };
  expect(firstLine(fileLines({ layers: [layer(CHART)], annotations: [] }, () => contents, new Set([0])))?.name).toBe(name);
});

test('shown first of what has no text is the blob itself', () => {
  expect(firstLine(fileLines({ layers: [layer('application/wasm')], annotations: [] }, () => undefined, new Set()))?.level).toBe(1);
  expect(firstLine([])).toBeUndefined();
});

test('the package of a chart is called as helm calls it', () => {
  const annotations: [string, string][] = [
    ['org.opencontainers.image.title', 'api'],
    ['org.opencontainers.image.version', '2.4.0'],
  ];
  const layers = [layer(CHART), layer('application/vnd.cncf.helm.chart.provenance.v1.prov'), layer('application/json')];
  expect(fileLines({ layers, annotations }, () => undefined, new Set()).map(({ name }) => name)).toEqual([
    'api-2.4.0.tgz',
    'api-2.4.0.tgz.prov',
    'abababa',
  ]);
});
