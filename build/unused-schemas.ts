import type { Plugin } from 'vite';

/** A declaration as far as it is looked at, in the form of ESTree; `start` and `end` are places in the text. */
type Part = { readonly type: string; readonly start: number; readonly end: number };
type Declaration = Part & {
  readonly declaration?: Declaration | null;
  readonly declarations?: readonly (Part & { readonly init?: Part | null })[];
};

/** What runs code where it is declared. */
const RUNS = new Set(['CallExpression', 'ObjectExpression', 'NewExpression']);

/**
 * `shared/` declares schemas beside the functions and types that belong to them. The page checks hardly anything by them, and what makes a schema
 * changes nothing else: marked so, those that are not used are left out of the build, and the library with them.
 */
export function leaveOutUnusedSchemas(folder: string): Plugin {
  return {
    name: 'longshore:unused-schemas',
    apply: 'build',
    enforce: 'post',
    transform(code, id) {
      if (!id.startsWith(folder)) return null;
      const body = this.parse(code).body as readonly Declaration[];
      const values = body
        .map((statement) => statement.declaration ?? statement)
        .flatMap(({ type, declarations = [] }) => (type === 'VariableDeclaration' ? declarations : []))
        .flatMap(({ init }) => (init && RUNS.has(init.type) ? [init] : []));
      let marked = code;
      for (const { start, end } of values.toReversed())
        marked = `${marked.slice(0, start)}/* @__PURE__ */ (() => (${marked.slice(start, end)}))()${marked.slice(end)}`;
      // Nothing is read line by line from a map of these files.
      return { code: marked, map: { mappings: '' } };
    },
  };
}
