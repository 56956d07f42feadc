import { type ConfigProblem, type ImageView, type IndexImage, type Layer, MOST_LAYERS } from '../../shared/contract/images.ts';
import { isFailure, reasonOf } from '../../shared/errors.ts';
import { contentKindOf, WASM_CONFIG } from '../../shared/oci/content-kind.ts';
import { type ImageConfig, knownTime, readImageConfig } from '../../shared/oci/image-config.ts';
import { type Descriptor, isAttestation, type Manifest } from '../../shared/oci/manifest.ts';
import type { RawManifest } from '../registry/client.ts';
import { MAX_IMAGES_SHOWN } from '../registry/http/limits.ts';

/** A config as text, or why there is none to show. */
export type ConfigAnswer = { readonly text: string } | { readonly problem: ConfigProblem };

/** The digest of the config that a view of this manifest needs, if it has one that is text. */
export function configOf(manifest: Manifest): Descriptor | undefined {
  if (manifest.kind === 'image') return manifest.config;
  if (manifest.kind === 'artifact' && manifest.config && /json/.test(manifest.config.mediaType) && manifest.config.size > 2)
    return manifest.config;
  return undefined;
}

/** Layers with the instruction that made each: the steps that are not empty, in order, where there are as many of them as layers. */
function matchLayers(layers: readonly Descriptor[], config: ImageConfig | undefined): Layer[] {
  const steps = (config?.history ?? []).filter((step) => !step.empty);
  const matches = steps.length === layers.length;
  return layers.slice(0, MOST_LAYERS).map((layer, i) => {
    const instruction = matches ? steps[i]?.instruction : undefined;
    return instruction ? { ...layer, instruction } : { ...layer };
  });
}

function annotated(manifest: { annotations: readonly (readonly [string, string])[] }): string | undefined {
  return knownTime(manifest.annotations.find(([key]) => key === 'org.opencontainers.image.created')?.[1]);
}

function imageParts(answer: ConfigAnswer | undefined): { config?: ImageConfig; configText?: string; configProblem?: ConfigProblem } {
  if (answer === undefined) return {};
  if ('problem' in answer) return { configProblem: answer.problem };
  try {
    return { config: readImageConfig(answer.text), configText: answer.text };
  } catch (error) {
    return { configText: answer.text, configProblem: isFailure(error, 'INVALID_RESPONSE') ? reasonOf(error) : { why: 'unreadable' } };
  }
}

/**
 * Everything that is shown of a manifest, from its bytes, which were verified before, and what was read from them: its config, or the images of
 * an index. Pure.
 */
export function viewOf(
  raw: RawManifest,
  manifest: Manifest,
  answer: ConfigAnswer | undefined,
  images: readonly IndexImage[] = [],
): ImageView {
  const base = {
    digest: raw.digest,
    mediaType: manifest.mediaType,
    content: contentKindOf(manifest),
    manifest: raw.bytes.toString('utf8'),
    annotations: [],
    ...('subject' in manifest && manifest.subject !== undefined ? { subject: manifest.subject } : {}),
  };
  switch (manifest.kind) {
    case 'image': {
      const parts = imageParts(answer);
      const created = parts.config?.created ?? annotated(manifest);
      const layers = matchLayers(manifest.layers, parts.config);
      return {
        ...base,
        kind: 'image',
        annotations: manifest.annotations,
        layers,
        layerCount: manifest.layers.length,
        ...parts,
        ...(created ? { created } : {}),
      };
    }
    case 'index': {
      const created = annotated(manifest);
      return {
        ...base,
        kind: 'index',
        annotations: manifest.annotations,
        images: images.slice(0, MAX_IMAGES_SHOWN),
        imageCount: images.length,
        attestations: manifest.manifests.filter(isAttestation).length,
        ...(created ? { created } : {}),
      };
    }
    case 'artifact': {
      // A WASM config has its time as an image's has.
      const own = manifest.config?.mediaType === WASM_CONFIG ? imageParts(answer).config?.created : undefined;
      const created = own ?? annotated(manifest);
      const shared = { ...base, annotations: manifest.annotations, artifactType: manifest.artifactType, ...(created ? { created } : {}) };
      const configText = answer && 'text' in answer ? { configText: answer.text } : {};
      return {
        ...shared,
        kind: 'artifact',
        layers: matchLayers(manifest.layers, undefined),
        layerCount: manifest.layers.length,
        ...configText,
      };
    }
    case 'legacy':
    case 'unknown':
      return { ...base, kind: manifest.kind };
  }
}
