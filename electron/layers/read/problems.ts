import type { LayerProblem, LayerProblemWhy } from '../../../shared/files/layer-problem.ts';

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
