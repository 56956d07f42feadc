import type { LayerProblem, LayerProblemWhy } from '../../../shared/files/layer-problem.ts';
import { gibibytes, type UnpackLimits } from '../compression/unpack.ts';

/** What is wrong with a layer: each reason once, with how often it was met and what it was about first. */
export class Problems {
  private readonly found = new Map<LayerProblemWhy, { why: LayerProblemWhy; count: number; detail?: string }>();

  add(why: LayerProblemWhy, detail?: string): void {
    const known = this.found.get(why);
    if (known) known.count++;
    else this.found.set(why, { why, count: 1, ...(detail === undefined ? {} : { detail }) });
  }

  /** One that was found before. */
  take({ why, count, detail }: LayerProblem): void {
    this.found.set(why, { why, count, ...(detail === undefined ? {} : { detail }) });
  }

  get list(): readonly LayerProblem[] {
    return [...this.found.values()];
  }
}

/** Ends the reading of a layer: what was read until then is shown. */
export class Stopped extends Error {
  readonly why: LayerProblemWhy;
  readonly detail: string | undefined;
  constructor(why: LayerProblemWhy, detail?: string) {
    super(why);
    this.why = why;
    this.detail = detail;
  }
}

/** Ends the reading of a layer that unpacks to more than one does: to `bytes` so far, out of `packed`. @throws Stopped. */
export function guardUnpacked({ unpacked, free, times }: UnpackLimits, bytes: number, packed: number): void {
  if (bytes > unpacked) throw new Stopped('unpacks-too-large', gibibytes(unpacked));
  if (bytes > free && bytes > packed * times) throw new Stopped('ratio', `${times} : 1`);
}
