import { fileNameOf } from '../../../shared/artifacts/file-name.ts';
import type { Layer } from '../../../shared/contract/images.ts';
import type { LayerFormat } from '../../../shared/files/layer-facts.ts';
import { instructionText } from '../../../shared/oci/dockerfile.ts';
import type { HistoryStep } from '../../../shared/oci/image-config.ts';
import { layerCompression, statedUnpacked } from '../../../shared/oci/layer-compression.ts';
import { displayText } from '../../../shared/text.ts';
import { layerColour } from '../../lib/digest-colour.ts';

export type LayerRow = {
  readonly number: number;
  /** `RUN`, `COPY`, ... where the instruction begins with such a word. */
  readonly verb: string;
  /** The instruction without its verb; of an artifact, the name of the file. */
  readonly rest: string;
  /** The instruction with its line breaks, or the name of the file. */
  readonly whole: string;
  readonly size: number;
  /** 0 to 1. */
  readonly share: number;
  /** Less than one in a hundred: too little to have a colour and a gap of its own. */
  readonly isSliver: boolean;
  readonly runningTotal: number;
  readonly digest: string;
  readonly mediaType: string;
  /** As its descriptor says; undefined where that says nothing. */
  readonly compression: LayerFormat | undefined;
  /** Bytes that it unpacks to, where its descriptor tells. */
  readonly unpacked: number | undefined;
};

const SLIVER = 0.01;

/** The colour of a layer wherever it is drawn. Slivers have one quiet colour: beside each other they are read as one slice. */
export const layerColourOf = ({ isSliver, number }: LayerRow): string => (isSliver ? 'var(--field)' : layerColour(number - 1));

/** The lines of the layer table, with shares and running totals in bytes as transferred. A layer listed twice is counted twice. */
export function layerRows(layers: readonly Layer[]): LayerRow[] {
  const total = layers.reduce((sum, layer) => sum + layer.size, 0);
  let runningTotal = 0;
  return layers.map((layer, i) => {
    runningTotal += layer.size;
    const share = total === 0 ? 0 : layer.size / total;
    const title = fileNameOf(layer.annotations);
    const text = displayText(title ?? layer.instruction ?? '')
      .replace(/\s+/g, ' ')
      .trim();
    const verb = /^[A-Z]{2,}(?= )/.exec(text)?.[0] ?? '';
    return {
      number: i + 1,
      verb,
      rest: verb === '' ? text : text.slice(verb.length + 1),
      whole: title === undefined ? instructionText(layer.instruction ?? '') : text,
      size: layer.size,
      share,
      isSliver: share < SLIVER,
      runningTotal,
      digest: layer.digest,
      mediaType: layer.mediaType,
      compression: layerCompression(layer),
      unpacked: statedUnpacked(layer),
    };
  });
}

/** How many of the first rows are of the first so many different layers: one that is listed twice has two. Pure. */
export function rowsOfFirst(rows: readonly LayerRow[], layers: number): number {
  const first = new Set([...new Set(rows.map(({ digest }) => digest))].slice(0, layers));
  const next = rows.findIndex(({ digest }) => !first.has(digest));
  return next === -1 ? rows.length : next;
}

/** The row of the layer that each step of the build made; none where the steps and the layers do not agree in number. Pure. */
export function stepRows(
  history: readonly Pick<HistoryStep, 'empty'>[],
  rows: readonly LayerRow[],
  layerCount: number,
): readonly (LayerRow | undefined)[] {
  const agree = history.filter(({ empty }) => !empty).length === layerCount;
  let next = 0;
  return history.map(({ empty }) => (agree && !empty ? rows[next++] : undefined));
}
