import type { LocalIndex } from './local-index.ts';

/** The trees of layers in the index. Where it cannot answer, nothing is known. */
export const treeShelf = (index: LocalIndex) => ({
  async load(digest: string): Promise<Uint8Array | undefined> {
    let packed: Uint8Array | undefined;
    await index
      .ask({ kind: 'tree', digest, time: Date.now() }, (part) => {
        packed = part.packed;
      })
      .catch(() => {});
    return packed;
  },
  save(digest: string, packed: Uint8Array, names: readonly string[]): void {
    void index.ask({ kind: 'keep-tree', digest, packed, names, time: Date.now() }).catch(() => {});
  },
  async known(digests: readonly string[]): Promise<ReadonlySet<string>> {
    let known: readonly string[] = [];
    await index
      .ask({ kind: 'trees-known', digests }, (part) => {
        known = part;
      })
      .catch(() => {});
    return new Set(known);
  },
});
