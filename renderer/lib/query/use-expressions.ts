import { useEffect, useState } from 'react';
import { type CompileExpression, expressionCompiler } from '../../../shared/query/expression.ts';

let loaded: CompileExpression | undefined;

/** The engine of expressions, which is loaded once one is typed (`isNeeded`): most people never type one, and it is large. */
export function useExpressions(isNeeded: boolean): CompileExpression | undefined {
  const [compile, setCompile] = useState(() => loaded);
  useEffect(() => {
    if (!isNeeded || compile) return;
    let isLeft = false;
    void import('re2js').then((engine) => {
      loaded ??= expressionCompiler(engine);
      if (!isLeft) setCompile(() => loaded);
    });
    return () => {
      isLeft = true;
    };
  }, [isNeeded, compile]);
  return compile;
}
