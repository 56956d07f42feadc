import { randomUUID } from 'node:crypto';

const MOST = 4;

/** The last few things that were read for a plan, one a window that is open, and no more: deciding anew then asks the registry nothing. */
export class Recent<T> {
  private readonly kept = new Map<string, T>();

  /** Keeps one; its name. */
  keep(value: T): string {
    const id = randomUUID();
    this.kept.set(id, value);
    for (const old of this.kept.keys()) if (this.kept.size > MOST) this.kept.delete(old);
    return id;
  }

  get(id: string): T | undefined {
    return this.kept.get(id);
  }
}
