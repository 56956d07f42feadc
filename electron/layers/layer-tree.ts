import type { FileEntry } from '../../shared/files/file-entry.ts';
import type { LayerFacts } from '../../shared/files/layer-facts.ts';

/** What is in a layer, in the order of its tar. Whiteouts are entries like others. */
export type LayerTree = Omit<LayerFacts, 'files'> & { readonly entries: readonly FileEntry[] };

/** What is told of a layer, without its entries. */
export const factsOf = ({ entries, ...facts }: LayerTree): LayerFacts => ({
  ...facts,
  files: entries.reduce((count, { kind }) => (kind === 'folder' ? count : count + 1), 0),
});
