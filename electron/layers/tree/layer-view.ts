import type { LayerRow } from './layer-changes.ts';
import type { MergedLayer } from './merge.ts';
import { joined } from './node.ts';

/** A folder or a file of what one layer does; the row is missing of a folder that is only on the way. */
export type ViewNode = {
  readonly path: string;
  readonly name: string;
  row: LayerRow | undefined;
  readonly children: Map<string, ViewNode>;
  /** Bytes that the layer has below it, and how much there is that is no folder. */
  size: number;
  files: number;
};

const views = new WeakMap<MergedLayer, ViewNode>();

const newView = (path: string, name: string): ViewNode => ({ path, name, row: undefined, children: new Map(), size: 0, files: 0 });

function build({ rows }: MergedLayer): ViewNode {
  const root = newView('', '');
  for (const row of rows) {
    const onTheWay = [root];
    let at = root;
    for (const part of row.path === '' ? [] : row.path.split('/')) {
      const next: ViewNode = at.children.get(part) ?? newView(joined(at.path, part), part);
      at.children.set(part, next);
      at = next;
      onTheWay.push(at);
    }
    at.row = row;
    const size = row.entry?.kind === 'file' || row.change === 'deleted' ? row.size : 0;
    if (row.entry?.kind !== 'folder' && row.change !== 'deleted') for (const node of onTheWay) node.files++;
    for (const node of row.change === 'deleted' ? [at] : onTheWay) node.size += size;
  }
  return root;
}

/** What one layer does, as a tree; made once. */
export function viewOfLayer(layer: MergedLayer): ViewNode {
  const known = views.get(layer) ?? build(layer);
  views.set(layer, known);
  return known;
}
