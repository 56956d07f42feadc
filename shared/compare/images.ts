import { fileNameOf } from '../artifacts/file-name.ts';
import type { ImageView } from '../contract/images.ts';
import { listOf, parsedJson, recordOf } from '../json-values.ts';
import { DIGEST_PATTERN } from '../oci/digest.ts';
import type { HistoryStep } from '../oci/image-config.ts';
import { type Side, sideBySide } from './align.ts';
import { compareDocuments } from './document.ts';
import { compareFacts, type Fact } from './facts.ts';
import { compareLayers, type LayerComparison, type LayerIn } from './layers.ts';
import { compareEnvironment, comparePairs, type Entry } from './pairs.ts';

/** What has layers: an image, a chart or another artifact. */
export type Comparable = Extract<ImageView, { kind: 'image' | 'artifact' }>;

/** A step of a build, with its number from 1. */
export type Step = HistoryStep & { readonly number: number };

export type Comparison = {
  readonly layers: LayerComparison;
  readonly facts: readonly Fact[];
  readonly environment: readonly Entry[];
  readonly labels: readonly Entry[];
  readonly annotations: readonly Entry[];
  /** The values of the configs of two artifacts. */
  readonly document: readonly Entry[];
  readonly history: readonly Side<Step>[];
  /** Parts that could not be compared, because one of the two configs could not be read. */
  readonly isConfigUnknown: boolean;
};

/** The digests of what the layers contain, in their order; none where the config does not say so of every layer. */
function contentsOf({ configText, layerCount }: { configText?: string | undefined; layerCount: number }): readonly string[] {
  const config = recordOf(parsedJson(configText ?? ''));
  const ids = listOf(recordOf(config['rootfs'])['diff_ids']);
  if (ids.length !== layerCount) return [];
  return ids.filter((id): id is string => typeof id === 'string' && DIGEST_PATTERN.test(id));
}

function layersOf(image: Comparable): readonly LayerIn[] {
  const contents = contentsOf(image);
  const before = new Set<string>();
  return image.layers.map((layer, i) => {
    const name = fileNameOf(layer.annotations) ?? layer.instruction;
    const isFirst = !before.has(layer.digest);
    before.add(layer.digest);
    return {
      number: i + 1,
      digest: layer.digest,
      size: isFirst ? layer.size : 0,
      ...(name === undefined ? {} : { name }),
      ...(contents.length === image.layers.length && contents[i] !== undefined ? { content: contents[i] } : {}),
      ...(image.kind === 'artifact' ? { role: layer.mediaType } : {}),
    };
  });
}

/** The documents of two artifacts, where both are there and can be read. */
function documentOf(left: Comparable, right: Comparable): readonly Entry[] | undefined {
  if (left.kind !== 'artifact' || right.kind !== 'artifact') return [];
  if (left.configText === undefined && right.configText === undefined) return [];
  return compareDocuments(left.configText ?? '{}', right.configText ?? '{}');
}

const stepsOf = (image: Comparable): readonly Step[] =>
  image.kind === 'image' ? (image.config?.history ?? []).map((step, i) => ({ ...step, number: i + 1 })) : [];

/** Two steps are the same where they ran the same with the same arguments, and both made a layer or neither. */
const stepKey = ({ instruction, args, empty }: Step): string => JSON.stringify([empty, instruction, args]);

/** What two images differ in, and what they share. Pure. */
export function compareImages(left: Comparable, right: Comparable): Comparison {
  const [a, b] = [left.kind === 'image' ? left.config : undefined, right.kind === 'image' ? right.config : undefined];
  const document = documentOf(left, right);
  const isImage = left.kind === 'image' && right.kind === 'image';
  return {
    layers: compareLayers(layersOf(left), layersOf(right)),
    facts: a && b ? compareFacts(a, b) : [],
    environment: a && b ? compareEnvironment(a.env, b.env) : [],
    labels: a && b ? comparePairs(a.labels, b.labels) : [],
    annotations: comparePairs(left.annotations, right.annotations),
    document: document ?? [],
    history: a && b ? sideBySide(stepsOf(left), stepsOf(right), stepKey) : [],
    isConfigUnknown: document === undefined || (isImage && !(a && b)),
  };
}

/** Everything that differs in the configs of two images, apart from their steps. */
export const differingEntries = ({ facts, environment, labels, annotations, document }: Comparison): readonly Entry[] =>
  [...facts, ...environment, ...labels, ...annotations, ...document].filter(({ mark }) => mark !== 'same');

/** Whether nothing that is compared differs. The manifests may still be other bytes. */
export const isAlike = (comparison: Comparison): boolean =>
  !comparison.isConfigUnknown &&
  differingEntries(comparison).length === 0 &&
  comparison.layers.rows.every(({ mark }) => mark === 'same') &&
  comparison.history.every(({ mark }) => mark === 'same');
