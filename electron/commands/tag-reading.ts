import { randomUUID } from 'node:crypto';
import { oneByOne, type TagDetail } from '../../shared/contract/tags.ts';
import { splitNames } from '../../shared/name-lines.ts';
import { orderTags } from '../../shared/oci/tag-order.ts';
import { type CompileExpression, expressionCompiler } from '../../shared/query/expression.ts';
import { parseQuery, type QueryProblem } from '../../shared/query/query.ts';
import { type LabelAnswer, labelKey, type TagFilter, tagFilter } from '../../shared/query/tag-filter.ts';
import type { Context } from './context.ts';
import { Refusal } from './exit-codes.ts';

type InRepository = { readonly connectionId: string; readonly repository: string };

function problemText(problem: QueryProblem): string {
  switch (problem.kind) {
    case 'operator':
      return `there is no condition "${problem.name}:"`;
    case 'value':
      return `"${problem.value}" is no value of "${problem.operator}:"`;
    case 'expression':
      return `the expression /${problem.expression}/ is ${problem.why === 'too-long' ? 'too long' : problem.why}`;
    case 'too-long':
      return 'it is too long';
  }
}

const compiler = async (): Promise<CompileExpression> => expressionCompiler(await import('re2js'));

/** The filter, once what its labels ask of the index is known. @throws Refusal for a query that cannot be read. */
async function filterFor(context: Context, at: InRepository, query: string, after: string): Promise<TagFilter> {
  const { terms } = parseQuery(query);
  const compile = terms.some(({ kind }) => kind === 'regex') ? await compiler() : undefined;
  const labels = new Map<string, LabelAnswer>();
  for (const term of terms) {
    if (term.kind !== 'label') continue;
    const { key, value } = term;
    const asked = { ...at, key, after, ...(value === undefined ? {} : { value }) };
    const { found, unknown } = await context.client.tags.withLabel(asked, { signal: context.signal });
    labels.set(labelKey(term), { found: new Set(found), unknown: new Set(unknown) });
  }
  const filter = tagFilter(query, { now: Date.now(), compile, labels });
  const [problem] = filter.problems;
  if (problem) throw new Refusal('usage', `The filter cannot be read: ${problemText(problem)}. See docs/query.md.`);
  return filter;
}

/** Rows in the order of their names, each as soon as those before it are there. */
class InOrder {
  private readonly rows = new Map<string, TagDetail>();
  private names: readonly string[] = [];
  private at = 0;

  set order(names: ReadonlySet<string>) {
    this.names = orderTags([...names]);
  }

  add(row: TagDetail): void {
    this.rows.set(row.tag, row);
  }

  *ready(): Generator<TagDetail> {
    for (let row = this.next(); row; row = this.next()) {
      yield row;
      this.rows.delete(row.tag);
      this.at++;
    }
  }

  private next(): TagDetail | undefined {
    return this.rows.get(this.names[this.at] ?? '');
  }
}

/** The tags of a repository that a query finds, in the order of the page. A list that the registry did not end is said. @throws Refusal, also of one without tags. */
export async function* readTags(context: Context, at: InRepository, query: string): AsyncGenerator<TagDetail> {
  const { client, output, signal } = context;
  const readId = randomUUID();
  // A query that cannot be read is refused before anything is asked; labels are known only after the reading.
  const hasLabels = parseQuery(query).terms.some(({ kind }) => kind === 'label');
  let filter = await filterFor(context, at, query, '');
  const names = new Set<string>();
  const order = new InOrder();
  for await (const event of await client.tags.read({ ...at, readId, recall: false }, { signal })) {
    for (const one of oneByOne(event)) {
      if (one.kind === 'names') for (const name of splitNames(one.names)) names.add(name);
      if (one.kind === 'listed') {
        // Distribution answers the same of both.
        if (names.size === 0) throw new Refusal('not-found', `${at.repository} has no tags, or there is no such repository.`);
        order.order = names;
        if (one.cut !== undefined) output.note(`The registry's list of tags goes on, but is read no further after ${names.size} tags.`);
      }
      // The date of a row may come later.
      if (one.kind === 'details') for (const row of one.details) if (row.state !== 'read' || row.pending === undefined) order.add(row);
    }
    if (hasLabels) continue;
    for (const row of order.ready()) if (filter.matches(row.tag, row)) yield row;
  }
  if (hasLabels) filter = await filterFor(context, at, query, readId);
  for (const row of order.ready()) if (filter.matches(row.tag, row)) yield row;
}
