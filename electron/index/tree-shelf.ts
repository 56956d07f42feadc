import type { KeptTree, KnownLayer } from './layer-trees.ts';
import type { LocalIndex } from './local-index.ts';

/** The trees of layers in the index. Where it cannot answer, nothing is known. */
export const treeShelf = (index: LocalIndex) => ({
  async load(layer: KnownLayer): Promise<Uint8Array | undefined> {
    let packed: Uint8Array | undefined;
    await index
      .ask({ kind: 'tree', ...layer, time: Date.now() }, (part) => {
        packed = part.packed;
      })
      .catch(() => {});
    return packed;
  },
  save(tree: KeptTree): void {
    void index.ask({ kind: 'keep-tree', ...tree, time: Date.now() }).catch(() => {});
  },
  async known(layers: readonly KnownLayer[]): Promise<ReadonlySet<string>> {
    let known: readonly string[] = [];
    await index
      .ask({ kind: 'trees-known', layers }, (part) => {
        known = part;
      })
      .catch(() => {});
    return new Set(known);
  },
});
