import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { FilesOf } from '../../../shared/contract/files.ts';
import { foundLines, wastedLines } from './file-lines.ts';
import { type FileFilter, isFiltering } from './filter.ts';
import { findQuery, wastedQuery } from './queries.ts';
import { useTree } from './use-tree.ts';

/** ms after the last letter. */
const SETTLED = 150;

/** The lines: the tree, or what a filter finds. */
export function useFileList(image: FilesOf, layer: number | undefined, filter: FileFilter, revealed: string | undefined) {
  const tree = useTree(image, layer, filter.withDeleted, revealed);
  const [text] = useDebouncedValue(filter.text, SETTLED);
  const asked = { ...filter, text: filter.text === '' ? '' : text };
  const { isWasted } = asked;
  const isFinding = isFiltering(asked) && !isWasted;
  const found = useQuery({ ...findQuery(image, layer, asked), enabled: isFinding });
  const wasted = useQuery({ ...wastedQuery(image), enabled: isWasted });
  const lines = useMemo(() => {
    if (isWasted) return wastedLines(wasted.data?.rows ?? [], wasted.data?.count ?? 0);
    return foundLines(found.data?.rows ?? [], found.data?.count ?? 0);
  }, [isWasted, wasted.data, found.data]);
  const isFlat = isFinding || isWasted;
  return { lines: isFlat ? lines : tree.lines, toggle: tree.toggle, isFlat, list: isWasted ? wasted : found, words: asked.text };
}
