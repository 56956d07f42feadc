import type { Connection } from '../../../shared/contract/connections.ts';

/**
 * The registry that a copy goes to unless another one is chosen: the last other one that was; else the only other one; else the registry of the
 * image itself. `targets` can be written to. Undefined where there is none.
 */
export function firstTarget(targets: readonly Pick<Connection, 'id'>[], sourceId: string, last: string | null): string | undefined {
  const others = targets.filter(({ id }) => id !== sourceId);
  const remembered = others.find(({ id }) => id === last);
  if (remembered) return remembered.id;
  if (others.length === 1) return others[0]?.id;
  return (targets.find(({ id }) => id === sourceId) ?? others[0])?.id;
}
