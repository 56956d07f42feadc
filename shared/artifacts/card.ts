import type { Pairs } from '../oci/manifest.ts';

/** What an artifact is to a person, beyond its media type. */
export type ArtifactKind =
  | 'chart'
  | 'wasm'
  | 'model'
  | 'opa'
  | 'falco-rules'
  | 'falco-plugin'
  | 'falco-asset'
  | 'flux'
  | 'argo-cd'
  | 'kyverno'
  | 'gatekeeper'
  | 'kubewarden'
  | 'timoni'
  | 'tofu-module'
  | 'tofu-provider'
  | 'homebrew'
  | 'singularity'
  | 'cnab';

/** A fact of a card by its name; the names are words of both languages. */
export type FactName =
  | 'name'
  | 'title'
  | 'description'
  | 'version'
  | 'appVersion'
  | 'chartType'
  | 'deprecated'
  | 'kubeVersion'
  | 'dependencies'
  | 'maintainers'
  | 'keywords'
  | 'home'
  | 'sources'
  | 'authors'
  | 'vendor'
  | 'target'
  | 'platform'
  | 'exports'
  | 'imports'
  | 'family'
  | 'architecture'
  | 'format'
  | 'parameters'
  | 'quantization'
  | 'precision'
  | 'contextLength'
  | 'licences'
  | 'inputs'
  | 'outputs'
  | 'abilities'
  | 'languages'
  | 'knowledgeCutoff'
  | 'revision'
  | 'requirements';

export type CardFact = { readonly name: FactName; readonly values: readonly string[] };

/** What an artifact says of itself, in an order in which it is read well. Nothing of it is proven. */
export type ArtifactCard = { readonly kind: ArtifactKind; readonly facts: readonly CardFact[] };

/** What a card is made from. */
export type ArtifactSource = {
  readonly artifactType: string;
  /** The text of its config, where it is JSON. */
  readonly configText?: string | undefined;
  readonly annotations: Pairs;
  readonly layers: readonly { readonly mediaType: string; readonly annotations: Pairs }[];
};

/** A fact of texts; undefined where there is none. Values that are no text or number are left out, and those beyond 200. */
export function fact(name: FactName, ...values: readonly unknown[]): CardFact | undefined {
  const texts = values
    .slice(0, 200)
    .flatMap((value) => (typeof value === 'string' || typeof value === 'number' ? String(value).trim() : []))
    .filter((text) => text !== '');
  return texts.length === 0 ? undefined : { name, values: texts };
}
