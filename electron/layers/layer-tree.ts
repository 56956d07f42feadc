import type { FileEntry } from '../../shared/files/file-entry.ts';
import type { LayerFacts } from '../../shared/files/layer-facts.ts';
import type { FilePlace, RestartPoint } from './toc/toc.ts';

/** What is in a layer, in the order of its tar. Whiteouts are entries like others. */
export type LayerTree = Omit<LayerFacts, 'files'> & {
  readonly entries: readonly FileEntry[];
  /** Of a layer that was read whole: where in its tar the content of each entry begins, -1 where it is not in one piece. */
  readonly offsets?: readonly number[];
  /** Of a gzip layer that was read whole: where unpacking can begin. */
  readonly points?: readonly RestartPoint[];
  /** Of a layer that is listed by its table of contents: which one (`tocName`). */
  readonly toc?: string;
  /** Where that table says that each file is. */
  readonly places?: ReadonlyMap<string, FilePlace>;
};

/** What is told of a layer, without its entries. */
export const factsOf = ({ entries, offsets: _, points: __, places: ___, toc: ____, ...facts }: LayerTree): LayerFacts => ({
  ...facts,
  files: entries.reduce((count, { kind }) => (kind === 'folder' ? count : count + 1), 0),
});
