import type { ManyQuestion } from '../../electron/changes/gather-many.ts';
import { DeleteProbe } from '../../electron/changes/probe.ts';
import type { RegistryClient } from '../../electron/registry/client.ts';
import type { SummaryCache } from '../../electron/registry/image-summary.ts';

/** The question of a person who wants these tags gone, with nothing protected. */
export const questionOf = (client: RegistryClient, repository: string, tags: readonly string[], cache: SummaryCache): ManyQuestion => ({
  client,
  repository,
  tags,
  protectedTags: [],
  typed: [],
  seen: {},
  untagOnly: false,
  readOnly: false,
  abilities: () => new DeleteProbe().ask(client, 'test', repository, undefined),
  cache,
  signal: undefined,
});
