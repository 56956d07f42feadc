import type { SummaryCache } from '../../../electron/browse/image-summary.ts';
import { DeleteProbe } from '../../../electron/changes/core/probe.ts';
import { decideMany, type ManyQuestion, readMany } from '../../../electron/changes/delete/gather.ts';
import type { RegistryClient } from '../../../electron/registry/client.ts';
import type { DeletePlan } from '../../../shared/contract/delete.ts';

/** Asks to delete these tags, with nothing protected. */
export const questionOf = (client: RegistryClient, repository: string, tags: readonly string[], cache: SummaryCache): ManyQuestion => ({
  client,
  repository,
  tags,
  protectedTags: [],
  seen: {},
  untagOnly: false,
  readOnly: false,
  abilities: () => new DeleteProbe().ask(client, 'test', repository, undefined),
  cache,
  signal: undefined,
});

/** Reads and plans at once, with no protected name typed. */
export const planOf = async (question: ManyQuestion): Promise<DeletePlan> => decideMany(await readMany(question, () => {}), []);
