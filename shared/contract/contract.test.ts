import { isContractProcedure } from '@orpc/contract';
import { expect, test } from 'vitest';
import { contract } from './contract.ts';
import { isCommand, mayWait } from './may-wait.ts';

type Procedure = { readonly '~orpc': { readonly meta: { readonly isCommand?: boolean } } };

const proceduresIn = (part: object, path: readonly string[] = []): [string[], Procedure][] =>
  Object.entries(part).flatMap(([name, inner]: [string, object]): [string[], Procedure][] =>
    isContractProcedure(inner) ? [[[...path, name], inner as Procedure]] : proceduresIn(inner, [...path, name]),
  );

test('whatever changes something is sent at once or not at all: only these wait for a connection that is away', () => {
  const all = proceduresIn(contract);
  expect(all.length).toBeGreaterThan(40);
  expect(
    all
      .filter(([, procedure]) => !procedure['~orpc'].meta.isCommand)
      .map(([path]) => path.join('.'))
      .sort(),
  ).toEqual([...mayWait]);
  expect(isCommand(['delete', 'apply'])).toBe(true);
  expect(isCommand(['delete', 'plan'])).toBe(false);
  expect(isCommand(['delete', 'unheard'])).toBe(true);
});
