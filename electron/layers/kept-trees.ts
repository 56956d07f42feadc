import type { LayerFacts } from '../../shared/files/layer-facts.ts';
import type { KnownBy } from './thread/messages.ts';

/**
 * The tree of a layer as it is kept: packed, with the last parts of the paths of its files as JSON, what is told of it, and the name of the table of
 * contents that it was listed by, where its bytes were not read. Its bytes are not copied on their way to another thread.
 */
export type KeptTree = Pick<LayerFacts, 'digest' | 'files' | 'unpacked'> & {
  readonly packed: Uint8Array;
  readonly names: Uint8Array;
  readonly toc?: string;
};

/** Where the trees of layers are kept between starts. It may forget any of them. A tree by another table of contents than is named is none. */
export type TreeShelf = {
  load(layer: KnownBy): Promise<Uint8Array | undefined>;
  save(tree: KeptTree): void;
  /** Which of these it has. */
  known(layers: readonly KnownBy[]): Promise<ReadonlySet<string>>;
};
