import { type Vex, type VexStatus, vexStatusSchema } from '../../../../shared/linked/document.ts';
import { fieldsOf, firstText, listOf, optional, textOf, timeOf } from './json-values.ts';

export const MOST_STATEMENTS = 5_000;
export const MOST_PRODUCTS = 50;

const statusOf = (value: unknown): VexStatus => vexStatusSchema.catch('unknown').parse(value);

/** A product with what of it is meant: its parts, where some are named. A text in the drafts of the format. */
function productsOf(value: unknown): string[] {
  return listOf(value)
    .flatMap((product) => {
      const { subcomponents, identifiers } = fieldsOf(product);
      const parts = listOf(subcomponents).flatMap((part) => firstText(part, fieldsOf(part)['@id']) ?? []);
      const own = firstText(product, fieldsOf(product)['@id'], fieldsOf(identifiers)['purl']);
      return parts.length > 0 ? parts : (own ?? []);
    })
    .slice(0, MOST_PRODUCTS);
}

/** OpenVEX 0.0 to 0.2 (https://github.com/openvex/spec). Pure. */
export function readOpenVex(document: unknown): Vex {
  const { author, timestamp, tooling, statements } = fieldsOf(document);
  const all = listOf(statements);
  const tool = textOf(tooling);
  return {
    kind: 'vex',
    format: 'openvex',
    ...optional('author', textOf(author)),
    ...optional('created', timeOf(timestamp)),
    tools: tool === undefined ? [] : [tool],
    statements: all.slice(0, MOST_STATEMENTS).map((one) => {
      const { vulnerability, status, justification, impact_statement, action_statement, products } = fieldsOf(one);
      const named = fieldsOf(vulnerability);
      return {
        vulnerability: firstText(vulnerability, named['name'], named['@id']) ?? '',
        status: statusOf(status),
        ...optional('justification', textOf(justification)),
        ...optional('impact', textOf(impact_statement)),
        ...optional('action', textOf(action_statement)),
        products: productsOf(products),
      };
    }),
    statementCount: all.length,
  };
}
