import { assertNever } from '../../../shared/assert-never.ts';
import type { FilesEvent } from '../../../shared/contract/files.ts';
import type { LayerFacts } from '../../../shared/files/layer-facts.ts';
import { type LayerProblemWhy, nothingListed, restUnlisted } from '../../../shared/files/layer-problem.ts';

/** A layer as far as it was read: bytes that came, or what is known of it. */
export type LayerReading =
  | { readonly state: 'reading'; readonly bytes: number; readonly of: number }
  | { readonly state: 'read'; readonly facts: LayerFacts };

/** The layers by their numbers from 1 on, and once all were gone through, the figures of the image. */
export type Reading = {
  readonly layers: ReadonlyMap<number, LayerReading>;
  readonly end: Omit<Extract<FilesEvent, { kind: 'end' }>, 'kind'> | undefined;
};

export const NOTHING_READ: Reading = { layers: new Map(), end: undefined };

/** What is known after one event more. Pure. */
export function addEvent(reading: Reading, event: FilesEvent): Reading {
  const withLayer = (number: number, layer: LayerReading): Reading => ({ ...reading, layers: new Map(reading.layers).set(number, layer) });
  switch (event.kind) {
    case 'progress':
      return withLayer(event.layer, { state: 'reading', bytes: event.bytes, of: event.of });
    case 'layer': {
      const { kind: _kind, number, ...facts } = event;
      return withLayer(number, { state: 'read', facts });
    }
    case 'end': {
      const { kind: _kind, ...end } = event;
      return { ...reading, end };
    }
    default:
      return assertNever(event);
  }
}

/** How far the layers were read, in bytes as transferred; `sizes` are those of the layers in their order. Pure. */
export function progressOf({ layers }: Reading, sizes: readonly number[]): { readonly bytes: number; readonly of: number } {
  const bytes = sizes.reduce((sum, size, i) => {
    const layer = layers.get(i + 1);
    return sum + (layer === undefined ? 0 : layer.state === 'reading' ? Math.min(layer.bytes, size) : size);
  }, 0);
  return { bytes, of: sizes.reduce((sum, size) => sum + size, 0) };
}

/** A layer that was gone through. */
export type ReadLayer = LayerFacts & { readonly number: number };

/** What is known of the layers that were gone through, by their numbers in order. Pure. */
export function readLayers({ layers }: Reading): readonly ReadLayer[] {
  return [...layers].sort(([a], [b]) => a - b).flatMap(([number, layer]) => (layer.state === 'read' ? [{ number, ...layer.facts }] : []));
}

const hasOneOf = ({ problems }: LayerFacts, whys: readonly LayerProblemWhy[]): boolean => problems.some(({ why }) => whys.includes(why));

/** Whether nothing of a layer could be listed. Pure. */
export const isUnread = (layer: LayerFacts): boolean => layer.files === 0 && hasOneOf(layer, nothingListed);

/** Whether all of a layer was listed. Pure. */
export const isWhollyRead = (layer: LayerFacts): boolean => !isUnread(layer) && !hasOneOf(layer, restUnlisted);

/** A problem that several layers have. `count`: how often it was met in all of them; `detail`: of the first. */
export type SharedProblem = {
  readonly why: LayerFacts['problems'][number]['why'];
  readonly layers: readonly number[];
  readonly count: number;
  readonly detail: string | undefined;
};

/** What is wrong with the layers, each problem once. Pure. */
export function problemsOf(reading: Reading): readonly SharedProblem[] {
  const changes = reading.end?.layers ?? [];
  const all = [...readLayers(reading), ...changes].flatMap(({ number, problems }) => problems.map((problem) => ({ number, ...problem })));
  return [...Map.groupBy(all, ({ why }) => why)].map(([why, same]) => ({
    why,
    layers: [...new Set(same.map(({ number }) => number))].sort((a, b) => a - b),
    count: same.reduce((sum, { count }) => sum + count, 0),
    detail: same[0]?.detail,
  }));
}

/** Why the registry did not send a layer, as the problem tells it: a status, or the code of a failure. Pure. */
export function refusalOf(detail: string | undefined): 'status' | 'FORBIDDEN' | 'INVALID_RESPONSE' | 'UNSUPPORTED' | 'other' {
  if (detail !== undefined && /^\d{3}$/.test(detail)) return 'status';
  return detail === 'FORBIDDEN' || detail === 'INVALID_RESPONSE' || detail === 'UNSUPPORTED' ? detail : 'other';
}
