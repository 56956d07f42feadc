import { useCallback } from 'react';
import type { CompileExpression } from '../../../../shared/query/expression.ts';
import { useExpressions } from '../../../lib/query/use-expressions.ts';
import { type LabelAnswer, type TagFilter, tagFilter } from './tag-filter.ts';

const NO_LABELS: ReadonlyMap<string, LabelAnswer> = new Map();

/** Until the engine of expressions is there, they hide nothing. */
const notYet: CompileExpression = () => () => true;

/** Makes filters of what is typed; `typed` says what has to be loaded for that. Ages count from when a filter is made. */
export function useTagFilters(typed: string): (text: string) => TagFilter {
  const compile = useExpressions(typed.includes('/'));
  return useCallback((text) => tagFilter(text, { now: Date.now(), compile: compile ?? notYet, labels: NO_LABELS }), [compile]);
}
