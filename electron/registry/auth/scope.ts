/** What a scope is about: `repository:a/b` of `repository:a/b:pull`. */
export function resourceOf(scope: string): string {
  const colon = scope.lastIndexOf(':');
  return colon < 0 ? scope : scope.slice(0, colon);
}

/**
 * Joins scopes of the same resource (distribution `spec/auth/scope.md`): `repository:a:pull` and `repository:a:pull,push` become one. The order
 * of first appearance stays, because some servers read only the first. What is no scope stays as it is.
 */
export function mergeScopes(scopes: readonly string[]): string[] {
  const actions = new Map<string, Set<string>>();
  for (const scope of scopes) {
    const colon = scope.lastIndexOf(':');
    const resource = resourceOf(scope);
    const known = actions.get(resource) ?? new Set();
    if (colon >= 0) for (const action of scope.slice(colon + 1).split(',')) if (action !== '') known.add(action);
    actions.set(resource, known);
  }
  return [...actions].map(([resource, set]) => (set.size === 0 ? resource : `${resource}:${[...set].join(',')}`));
}
