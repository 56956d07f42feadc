import { expect, test } from 'vitest';
import { artifactCard } from './artifact-card.ts';
import type { ArtifactSource } from './card.ts';

/** The card as lines: what it is, then each fact with its values. */
function card(artifactType: string, config: unknown, more: Partial<ArtifactSource> = {}): readonly string[] | undefined {
  const configText = config === undefined ? undefined : typeof config === 'string' ? config : JSON.stringify(config);
  const read = artifactCard({ artifactType, configText, annotations: [], layers: [], ...more });
  return read && [read.kind, ...read.facts.map(({ name, values }) => `${name}: ${values.join(' | ')}`)];
}

const HELM = 'application/vnd.cncf.helm.config.v1+json';

test('a Helm chart says what its Chart.yaml says', () => {
  expect(
    card(HELM, {
      name: 'api',
      version: '2.4.0',
      appVersion: '1.9.2',
      description: 'Orders and invoices',
      type: 'library',
      deprecated: true,
      kubeVersion: '>=1.28.0-0',
      dependencies: [
        { name: 'postgresql', version: '15.x', repository: 'oci://registry.example.com/charts' },
        { name: 'common', version: '2.x', alias: 'shared' },
        'broken',
      ],
      maintainers: [{ name: 'Platform team', email: 'platform@example.com' }, { name: 'Ann' }],
      keywords: ['orders', 7, ''],
      home: 'https://example.com',
      sources: ['https://git.example.com/api'],
    }),
  ).toEqual([
    'chart',
    'name: api',
    'version: 2.4.0',
    'appVersion: 1.9.2',
    'description: Orders and invoices',
    'chartType: library',
    'deprecated: true',
    'kubeVersion: >=1.28.0-0',
    'dependencies: postgresql 15.x oci://registry.example.com/charts | common (shared) 2.x',
    'maintainers: Platform team <platform@example.com> | Ann',
    'keywords: orders | 7',
    'home: https://example.com',
    'sources: https://git.example.com/api',
  ]);
});

test.each([['text'], ['[]'], ['{"name":{"a":1},"maintainers":"Ann","dependencies":[null]}'], [undefined]])(
  'a chart whose config is %j has a card without facts',
  (config) => {
    expect(card(HELM, config)).toEqual(['chart']);
  },
);

test('a WebAssembly component says what it exports and imports', () => {
  const component = {
    exports: ['wasi:http/incoming-handler@0.2.0'],
    imports: ['wasi:http/types@0.2.0', 'wasi:io/streams@0.2.0'],
    target: null,
  };
  expect(card('application/vnd.wasm.config.v0+json', { os: 'wasip2', architecture: 'wasm', author: 'Ann', component })).toEqual([
    'wasm',
    'platform: wasip2/wasm',
    'exports: wasi:http/incoming-handler@0.2.0',
    'imports: wasi:http/types@0.2.0 | wasi:io/streams@0.2.0',
    'authors: Ann',
  ]);
});

test.each(['application/vnd.cncf.model.manifest.v1+json', 'application/vnd.cnai.model.manifest.v1+json'])('a model of type %s', (type) => {
  expect(
    card(type, {
      descriptor: {
        name: 'xyz-3-8B-Instruct',
        family: 'xyz3',
        version: '3.1',
        vendor: 'XYZ Corp.',
        licenses: ['Apache-2.0', 'MIT'],
        authors: ['xyz@example.com'],
        sourceURL: 'https://git.example.com/xyz3',
      },
      config: {
        architecture: 'transformer',
        format: 'safetensors',
        paramSize: '8b',
        precision: 'bf16',
        quantization: 'awq',
        capabilities: {
          inputTypes: ['text', 'image'],
          outputTypes: ['text'],
          reasoning: true,
          toolUsage: true,
          reward: false,
          languages: ['en', 'zh'],
        },
      },
    }),
  ).toEqual([
    'model',
    'title: xyz-3-8B-Instruct',
    'family: xyz3',
    'version: 3.1',
    'parameters: 8b',
    'architecture: transformer',
    'format: safetensors',
    'quantization: awq',
    'precision: bf16',
    'inputs: text | image',
    'outputs: text',
    'abilities: reasoning | toolUsage',
    'languages: en | zh',
    'licences: Apache-2.0 | MIT',
    'vendor: XYZ Corp.',
    'authors: xyz@example.com',
    'sources: https://git.example.com/xyz3',
  ]);
});

test('a model of Docker Model Runner, with what its GGUF file says', () => {
  expect(
    card('application/vnd.docker.ai.model.config.v0.1+json', {
      config: {
        format: 'gguf',
        quantization: 'IQ2_XXS/Q4_K_M',
        parameters: '361.82 M',
        architecture: 'llama',
        size: '256.35 MiB',
        gguf: { 'general.name': 'Smollm2 360M', 'general.license': 'apache-2.0', 'llama.context_length': '8192' },
      },
    }),
  ).toEqual([
    'model',
    'title: Smollm2 360M',
    'parameters: 361.82 M',
    'architecture: llama',
    'format: gguf',
    'quantization: IQ2_XXS/Q4_K_M',
    'contextLength: 8192',
    'licences: apache-2.0',
  ]);
});

test('a Falco plugin says what it needs', () => {
  expect(
    card('application/vnd.cncf.falco.plugin.config.v1+json', {
      name: 'cloudtrail',
      version: '0.12.0',
      requirements: [{ name: 'plugin_api_version', version: '3.6.0' }],
      dependencies: [{ name: 'json', version: '0.7.0', alternatives: [{ name: 'json-fast', version: '1.0.0' }] }],
    }),
  ).toEqual([
    'falco-plugin',
    'name: cloudtrail',
    'version: 0.12.0',
    'requirements: plugin_api_version 3.6.0',
    'dependencies: json 0.7.0 | json-fast 1.0.0',
  ]);
});

test.each([
  ['application/vnd.cncf.flux.config.v1+json', 'flux'],
  ['application/vnd.cncf.argoproj.argocd.config.v1+json', 'argo-cd'],
  ['application/vnd.cncf.openpolicyagent.config.v1+json', 'opa'],
  ['application/vnd.cncf.falco.rulesfile.config.v1+json', 'falco-rules'],
  ['application/vnd.cncf.falco.asset.config.v1+json', 'falco-asset'],
  ['application/vnd.cncf.kyverno.config.v1+json', 'kyverno'],
  ['application/vnd.opentofu.modulepkg', 'tofu-module'],
])('of the type %s it is told what it is, and what its annotations say', (type, kind) => {
  const annotations: ArtifactSource['annotations'] = [
    ['org.opencontainers.image.revision', 'main@sha1:4f2c91e'],
    ['org.opencontainers.image.source', 'https://git.example.com/fleet'],
    ['unknown', 'x'],
  ];
  expect(card(type, undefined, { annotations })).toEqual([kind, 'revision: main@sha1:4f2c91e', 'sources: https://git.example.com/fleet']);
});

test('where the type of an artifact says nothing, that of a layer does; of unknown types there is no card', () => {
  const layers = [
    { mediaType: 'text/plain', annotations: [] },
    { mediaType: 'application/vnd.cncf.openpolicyagent.policy.layer.v1+rego', annotations: [] },
  ];
  expect(card('application/vnd.oci.empty.v1+json', undefined, { layers })).toEqual(['opa']);
  expect(card('application/vnd.example.thing', '{"name":"x"}')).toBeUndefined();
});
