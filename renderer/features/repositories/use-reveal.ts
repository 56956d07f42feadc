import { useEffect, useRef } from 'react';
import { foldersAbove, type TreeNode, type TreeRow } from './tree.ts';
import type { Folders } from './use-folders.ts';

type Revealed = {
  readonly tree: readonly TreeNode[];
  readonly rows: readonly TreeRow[];
  readonly isFiltered: boolean;
  readonly folders: Folders;
  /** The repository of the place. */
  readonly shown: string | null;
  /** Moves the cursor to a line, and scrolls to it where it is out of sight. */
  readonly reveal: (index: number) => void;
};

/**
 * Opens the folders above the shown repository and scrolls to it, once each time that another one is shown: the person may close them again.
 * What it returns notes a repository that was opened from the tree itself, where nothing needs to scroll.
 */
export function useReveal({ tree, rows, isFiltered, folders, shown, reveal }: Revealed): (repository: string) => void {
  const done = useRef<string | null | undefined>(undefined);
  const chosen = useRef<string | null>(null);
  useEffect(() => {
    // The hits of a filter are in no folder. Once it is empty again, the tree is shown anew.
    if (isFiltered) {
      done.current = undefined;
      chosen.current = null;
    }
    if (isFiltered || done.current === shown) return;
    const above = shown === null ? [] : foldersAbove(tree, shown);
    // Not listed, or not yet.
    if (!above) return;
    const closed = above.filter((path) => !folders.isOpen(path));
    // The lines follow with the next rendering.
    if (closed.length > 0) return folders.setFolders(closed, 'open');
    done.current = shown;
    const isChosen = chosen.current === shown;
    chosen.current = null;
    const index = rows.findIndex(({ mark, node }) => mark === undefined && node.isRepository && node.path === shown);
    if (index >= 0 && !isChosen) reveal(index);
  }, [tree, rows, isFiltered, folders, shown, reveal]);
  return (repository) => {
    // A hit is elsewhere in the whole tree.
    if (!isFiltered) chosen.current = repository;
  };
}
