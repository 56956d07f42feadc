import type { Node } from './node.ts';

/** Symbolic links that are followed on the way to one path (SecureJoin of umoci and containerd has the same number). */
const MAX_LINKS = 255;
/** Folders in each other that links may lead to. */
const MAX_DEEP = 512;

/**
 * The folder that a path leads to, from the root, symbolic links followed and never out of it, as container tools unpack. Folders on the way that
 * no layer has an entry for are made where `make` is given; it is also told of a file that stands in the way.
 */
export function locateFolder(root: Node, path: string, make?: (parent: Node, name: string) => Node): Node | undefined {
  if (path === '') return root;
  let at = root;
  let depth = 0;
  let links = 0;
  const parts = path.split('/').reverse();
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (at.parent) depth--;
      at = at.parent ?? at;
      continue;
    }
    const found = at.children?.get(part);
    if (found?.entry?.kind === 'symlink') {
      const target = found.entry.target ?? '';
      if (++links > MAX_LINKS) return undefined;
      if (target.startsWith('/')) [at, depth] = [root, 0];
      parts.push(...target.split('/').reverse());
      continue;
    }
    const next = found?.children ? found : make?.(at, part);
    if (!next || ++depth > MAX_DEEP) return undefined;
    at = next;
  }
  return at;
}
