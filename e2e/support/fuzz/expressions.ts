import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseSync } from 'vite';

/** A regular expression as it stands in a source; `pattern` is undefined where the source makes it at run time. */
export type Expression = { readonly where: string; readonly pattern: string | undefined; readonly flags: string };

type Syntax = { readonly type: string; readonly start: number } & Readonly<Record<string, unknown>>;

const isSyntax = (value: unknown): value is Syntax => typeof value === 'object' && value !== null && 'type' in value;

function* descendants(node: Syntax): Generator<Syntax> {
  yield node;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isSyntax(child)) yield* descendants(child);
  }
}

const textOf = (node: unknown): string | undefined => {
  if (!isSyntax(node)) return undefined;
  return node.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : undefined;
};

/** `/a/g`, `new RegExp('a', 'g')` and `RegExp(text)`; an alias of RegExp is not found. */
function expressionOf(node: Syntax): Omit<Expression, 'where'> | undefined {
  if (node.type === 'Literal' && 'regex' in node) return node['regex'] as { pattern: string; flags: string };
  const { callee } = node;
  const isCall = node.type === 'NewExpression' || node.type === 'CallExpression';
  if (!isCall || !isSyntax(callee) || callee.type !== 'Identifier' || callee['name'] !== 'RegExp') return undefined;
  const [pattern, flags] = node['arguments'] as readonly unknown[];
  return { pattern: textOf(pattern), flags: textOf(flags) ?? '' };
}

/** Every regular expression in the text of one source. */
export function expressionsIn(name: string, text: string): Expression[] {
  const { program, errors } = parseSync(name, text);
  if (errors.length > 0) throw new Error(`${name}: ${errors[0]?.message ?? ''}`);
  return [...descendants(program as unknown as Syntax)].flatMap((node) => {
    const found = expressionOf(node);
    return found ? [{ ...found, where: `${name}:${text.slice(0, node.start).split('\n').length}` }] : [];
  });
}

/** Every regular expression in the sources of these folders, tests left out. */
export function expressionsOf(top: string, folders: readonly string[]): Expression[] {
  const files = folders.flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx}`, { cwd: top }));
  return files
    .filter((file) => !/\.test\.tsx?$/.test(file))
    .sort()
    .flatMap((file) => expressionsIn(relative(top, join(top, file)), readFileSync(join(top, file), 'utf8')));
}
