/** Why an expression cannot be used: it is not valid, or it asks for what expressions in linear time cannot do. */
export type InvalidWhy = 'invalid' | 'unsupported';

/** Compiles an expression, or says why it cannot be used. */
export type CompileExpression = (expression: string) => ((text: string) => boolean) | InvalidWhy;

/** What is used of `re2js`. It is handed in: the page loads it only once an expression is typed. */
type Engine = {
  readonly RE2JS: { compile(expression: string): { test(text: string): boolean }; translateRegExp(expression: string): string };
  readonly RE2JSException: new (...rest: never[]) => Error;
};

/** The most that a repetition may count to (RE2). */
const MOST_REPEATS = 1000;

/** What an expression is made of, as far as it is looked at: escapes and classes, so that what they contain is not taken for more; look-around and counts. */
const PARTS = /\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]?|\(\?<?[=!>]|\{\d+(?:,\d*)?/g;

/** Back references, look-around and large counts need backtracking or too much memory. RE2 reads some of them as something else. */
function isUnsupported(expression: string): boolean {
  return (expression.match(PARTS) ?? []).some(
    (part) =>
      /^\\[1-9k]/.test(part) || part.startsWith('(?') || (part.startsWith('{') && part.split(/\D+/).some((n) => Number(n) > MOST_REPEATS)),
  );
}

/**
 * Tests of names with expressions that a person typed. They take no longer than the name and the expression are long
 * (https://github.com/google/re2/wiki/WhyRE2).
 */
export const expressionCompiler =
  ({ RE2JS, RE2JSException }: Engine): CompileExpression =>
  (expression) => {
    if (isUnsupported(expression)) return 'unsupported';
    try {
      const compiled = RE2JS.compile(RE2JS.translateRegExp(expression));
      return (name) => compiled.test(name);
    } catch (error) {
      if (error instanceof RE2JSException) return 'invalid';
      throw error;
    }
  };
