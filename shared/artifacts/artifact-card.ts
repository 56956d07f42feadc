import { listOf, parsedJson, recordOf } from '../json-values.ts';
import { type ArtifactCard, type ArtifactKind, type ArtifactSource, type CardFact, type FactName, fact } from './card.ts';
import { chartFacts } from './chart.ts';
import { dockerModelFacts, modelPackFacts } from './model.ts';

type Config = Readonly<Record<string, unknown>>;
type Reader = (config: Config, source: ArtifactSource) => readonly (CardFact | undefined)[];

const IMAGE = 'org.opencontainers.image.';
/** Annotations of image-spec that say what a card says. */
const ANNOTATIONS: readonly (readonly [FactName, string])[] = [
  ['title', 'title'],
  ['description', 'description'],
  ['version', 'version'],
  ['revision', 'revision'],
  ['sources', 'source'],
  ['licences', 'licenses'],
  ['authors', 'authors'],
  ['vendor', 'vendor'],
];

/** What the annotations say, of these names alone. */
function annotated({ annotations }: ArtifactSource, ...names: readonly FactName[]): readonly (CardFact | undefined)[] {
  const values = new Map(annotations);
  return names.map((name) => {
    const key = ANNOTATIONS.find(([of]) => of === name)?.[1];
    return key === undefined ? undefined : fact(name, values.get(`${IMAGE}${key}`));
  });
}

/** CNCF TAG Runtime, "Wasm OCI Artifact layout". */
function wasmFacts(config: Config, source: ArtifactSource): readonly (CardFact | undefined)[] {
  const component = recordOf(config['component']);
  const platform = [config['os'], config['architecture']].filter((part) => typeof part === 'string' && part !== '').join('/');
  return [
    ...annotated(source, 'title', 'description', 'version'),
    fact('platform', platform),
    fact('target', component['target']),
    fact('exports', ...listOf(component['exports'])),
    fact('imports', ...listOf(component['imports'])),
    fact('authors', config['author']),
    ...annotated(source, 'licences', 'sources'),
  ];
}

/** `json:1.2.0`, and what may stand in its place. */
function falcoDependency(value: unknown): string {
  const { name, version, alternatives } = recordOf(value);
  const one = (part: Config) => `${String(part['name'] ?? '')} ${String(part['version'] ?? '')}`.trim();
  return [one({ name, version }), ...listOf(alternatives).map((other) => one(recordOf(other)))].join(' | ');
}

/** https://github.com/falcosecurity/falcoctl: its config of artifacts. */
const falcoFacts: Reader = (config, source) => [
  fact('name', config['name']),
  fact('version', config['version']),
  fact('requirements', ...listOf(config['requirements']).map(falcoDependency)),
  fact('dependencies', ...listOf(config['dependencies']).map(falcoDependency)),
  ...annotated(source, 'description', 'revision', 'sources'),
];

const onlyAnnotated: Reader = (_, source) =>
  annotated(source, 'title', 'description', 'version', 'revision', 'sources', 'authors', 'vendor', 'licences');

/** Types by their beginnings; the first that fits decides. Of the artifact, else of a layer. */
const TYPES: readonly (readonly [beginning: string, kind: ArtifactKind, read: Reader])[] = [
  ['application/vnd.cncf.helm.', 'chart', chartFacts],
  ['application/vnd.wasm.', 'wasm', wasmFacts],
  ['application/wasm', 'wasm', wasmFacts],
  ['application/vnd.cncf.model.', 'model', modelPackFacts],
  ['application/vnd.cnai.model.', 'model', modelPackFacts],
  ['application/vnd.docker.ai.', 'model', dockerModelFacts],
  ['application/vnd.cncf.openpolicyagent.', 'opa', onlyAnnotated],
  ['application/vnd.opa.', 'opa', onlyAnnotated],
  ['application/vnd.cncf.falco.rulesfile.', 'falco-rules', falcoFacts],
  ['application/vnd.cncf.falco.plugin.', 'falco-plugin', falcoFacts],
  ['application/vnd.cncf.falco.asset.', 'falco-asset', falcoFacts],
  ['application/vnd.cncf.flux.', 'flux', onlyAnnotated],
  ['application/vnd.cncf.argoproj.', 'argo-cd', onlyAnnotated],
  ['application/vnd.cncf.kyverno.', 'kyverno', onlyAnnotated],
  ['application/vnd.gatekeeper.', 'gatekeeper', onlyAnnotated],
  ['application/vnd.kubewarden.', 'kubewarden', onlyAnnotated],
  ['application/vnd.timoni.', 'timoni', onlyAnnotated],
  ['application/vnd.opentofu.modulepkg', 'tofu-module', onlyAnnotated],
  ['application/vnd.opentofu.provider', 'tofu-provider', onlyAnnotated],
  ['application/vnd.homebrew.', 'homebrew', onlyAnnotated],
  ['application/vnd.sylabs.sif.', 'singularity', onlyAnnotated],
  ['application/vnd.cnab.', 'cnab', onlyAnnotated],
];

const typeOf = (mediaType: string) => TYPES.find(([beginning]) => mediaType.startsWith(beginning));

/** What an artifact is and says of itself; undefined where its type is not known. Pure. */
export function artifactCard(source: ArtifactSource): ArtifactCard | undefined {
  const type = typeOf(source.artifactType) ?? source.layers.map(({ mediaType }) => typeOf(mediaType)).find((found) => found !== undefined);
  if (!type) return undefined;
  const [, kind, read] = type;
  return { kind, facts: read(recordOf(parsedJson(source.configText ?? '')), source).filter((found) => found !== undefined) };
}
