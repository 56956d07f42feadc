import { RE2JS, RE2JSException } from 're2js';
import { expressionCompiler } from '../../../shared/query/expression.ts';

/** A test of names with an expression that a person typed, or why the expression cannot be used. */
export const compileExpression = expressionCompiler({ RE2JS, RE2JSException });
