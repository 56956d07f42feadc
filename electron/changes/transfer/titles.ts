import type { ChangePorts } from '../core/ports.ts';
import type { Target } from './ports.ts';

/** A place as the title of a run names it. */
export const placeOf = ({ clients }: Pick<ChangePorts, 'clients'>, { connectionId, repository, tag }: Target) => ({
  connectionId,
  connection: clients.connection(connectionId).name,
  repository,
  tag,
});
