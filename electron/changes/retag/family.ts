import { familyOf } from '../../../shared/oci/version-family.ts';
import type { ChangePorts } from '../core/ports.ts';
import { listTags } from '../core/scan.ts';

type Question = { readonly connectionId: string; readonly repository: string; readonly tag: string };

/** The tags of the repository that name the family of a version. Only reads. */
export async function readFamily(
  { clients }: Pick<ChangePorts, 'clients'>,
  { connectionId, repository, tag }: Question,
  signal: AbortSignal | undefined,
): Promise<{ family: { tag: string; ahead?: string }[] }> {
  const { names } = await listTags(clients.of(connectionId), repository, signal);
  return { family: familyOf(tag, names).map(({ tag: name, ahead }) => ({ tag: name, ...(ahead === undefined ? {} : { ahead }) })) };
}
