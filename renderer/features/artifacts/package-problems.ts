import { assertNever } from '../../../shared/assert-never.ts';
import type { LayerProblemWhy } from '../../../shared/files/layer-problem.ts';

/** What a person is told of a package that could not be read whole. */
export type PackageProblem = 'damaged' | 'tooMany' | 'tooLarge' | 'entries';

function problemOf(why: LayerProblemWhy): PackageProblem {
  switch (why) {
    case 'too-many-entries':
    case 'names-too-large':
      return 'tooMany';
    case 'unpacks-too-large':
    case 'ratio':
    case 'time':
      return 'tooLarge';
    case 'path-escapes':
    case 'path-too-long':
    case 'too-deep':
    case 'unknown-entry':
    case 'sparse-damaged':
    case 'holes-too-large':
    case 'empty-whiteout':
    case 'link-target':
      return 'entries';
    case 'not-found':
    case 'encrypted':
    case 'unverifiable':
    case 'unknown-compression':
    case 'not-a-tar':
    case 'cut-short':
    case 'damaged':
    case 'header-too-large':
    case 'more-bytes':
    case 'digest':
    case 'refused':
    case 'toc-digest':
    case 'toc-facts':
    case 'toc-place':
    case 'toc-hidden':
    case 'toc-missing':
    case 'toc-refused':
    case 'toc-size':
      return 'damaged';
    default:
      return assertNever(why);
  }
}

/** Each of them once. */
export const packageProblems = (problems: readonly LayerProblemWhy[]): readonly PackageProblem[] => [...new Set(problems.map(problemOf))];
