import type { FileEntry } from '../../../shared/files/file-entry.ts';
import type { LayerRow } from './layer-changes.ts';

/** How the content of a file left the image, and the layer that did it. */
export type Lost = { readonly how: 'overwritten' | 'deleted'; readonly by: number };

/** The content of a file, which hard links share. Once nothing is left that has it, it is lost. */
export type Content = {
  readonly entry: FileEntry;
  readonly layer: number;
  links: number;
  lost: Lost | undefined;
  owner: Node | undefined;
};

/** A file or a folder of the merged image. */
export type Node = {
  readonly name: string;
  readonly parent: Node | undefined;
  /** The entry of the last layer that has one; none of a folder that is only on the way to others. */
  entry: FileEntry | undefined;
  /** The layers with an entry for it since it is what it is. */
  layers: readonly number[];
  /** Of a folder. */
  children: Map<string, Node> | undefined;
  content: Content | undefined;
  /** What the last of its layers does here. */
  row: LayerRow | undefined;
  /** Bytes of all contents below, and how much there is that is no folder; of a file its own. Counted once everything is merged. */
  size: number;
  files: number;
};

const NONE: readonly number[] = [];

export function newNode(name: string, parent: Node | undefined): Node {
  return { name, parent, entry: undefined, layers: NONE, children: undefined, content: undefined, row: undefined, size: 0, files: 0 };
}

/** The path of a node from the root. */
export function pathOf(node: Node): string {
  const parts: string[] = [];
  for (let at = node; at.parent; at = at.parent) parts.push(at.name);
  return parts.reverse().join('/');
}

export const joined = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);

/** A node and all below it, each before what is in it. */
export function* below(node: Node): Generator<Node> {
  const waiting = [node];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    yield next;
    // One by one: a folder may have more in it than a call takes arguments.
    for (const child of next.children?.values() ?? []) waiting.push(child);
  }
}

/** The node of exactly this path; symbolic links are not followed. */
export function nodeAt(root: Node, path: string): Node | undefined {
  if (path === '') return root;
  let at: Node | undefined = root;
  for (const part of path.split('/')) at = at?.children?.get(part);
  return at;
}
