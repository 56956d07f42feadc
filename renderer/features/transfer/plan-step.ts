/** Where planning stands for what the form says. */
export type PlanStep<P> =
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'planning' }
  /** `isStale`: it is being made anew. */
  | { readonly kind: 'planned'; readonly plan: P; readonly isStale: boolean }
  | { readonly kind: 'failed'; readonly error: unknown };

type Query<P> = { readonly data: P | undefined; readonly error: unknown; readonly isFetching: boolean };

/** `isComplete`: the form can be planned. `isSettled`: the query is of what the form says now. */
export function planStep<P>({ data, error, isFetching }: Query<P>, isComplete: boolean, isSettled: boolean): PlanStep<P> {
  if (!isComplete) return { kind: 'incomplete' };
  if (!isSettled) return { kind: 'planning' };
  if (data !== undefined) return { kind: 'planned', plan: data, isStale: isFetching };
  return error ? { kind: 'failed', error } : { kind: 'planning' };
}
