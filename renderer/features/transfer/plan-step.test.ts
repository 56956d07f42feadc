import { expect, test } from 'vitest';
import { planStep } from './plan-step.ts';

const query = (data?: string, error?: Error, isFetching = false) => ({ data, error, isFetching });

test.each([
  ['a form that is not complete', query('plan'), false, true, 'incomplete'],
  ['a form that was changed a moment ago', query('plan'), true, false, 'planning'],
  ['a plan that is asked for', query(undefined, undefined, true), true, true, 'planning'],
  ['a plan', query('plan'), true, true, 'planned'],
  ['a plan whose refresh failed', query('plan', new Error()), true, true, 'planned'],
  ['a plan that could not be made', query(undefined, new Error()), true, true, 'failed'],
])('%s', (_, state, isComplete, isSettled, kind) => {
  expect(planStep(state, isComplete, isSettled).kind).toBe(kind);
});

test('a plan that is being made anew says so', () => {
  expect(planStep(query('plan', undefined, true), true, true)).toEqual({ kind: 'planned', plan: 'plan', isStale: true });
});
