import { createRouterClient } from '@orpc/server';
import Conf from 'conf';
import { createApp } from '../../../electron/app.ts';
import { router } from '../../../electron/router/router.ts';
import { DOCUMENT_NAME } from '../../../electron/storage/document.ts';
import { deleted, planned } from '../changes/delete.ts';
import { type RetagWish, retagged } from '../changes/retag.ts';
import { changesOf, ended, settled } from '../changes/undo.ts';

/** What a test tells this process to do, as its first message; the process answers with the result and ends. */
export type AppTask =
  | { readonly kind: 'copy'; readonly order: Parameters<typeof client.transfer.copy.plan>[0] }
  | { readonly kind: 'retag'; readonly wish: RetagWish }
  | { readonly kind: 'delete'; readonly repository: string; readonly tags: string[] }
  | { readonly kind: 'settle'; readonly how: 'restore' | 'complete' | 'leave' };

const [dataFolder = ''] = process.argv.slice(2);
const app = await createApp({
  dataFolder,
  store: new Conf({ cwd: dataFolder, configName: DOCUMENT_NAME }),
  damagedFile: undefined,
  version: 'test',
});
const client = createRouterClient(router, { context: app.services });

async function answer(task: AppTask): Promise<unknown> {
  if (task.kind === 'retag') return retagged(client, task.wish);
  if (task.kind === 'delete') return deleted(client, await planned(client, task.repository, task.tags));
  if (task.kind === 'copy') {
    const { planId, images } = await client.transfer.copy.plan(task.order);
    const tags = images.map(({ tag }) => tag);
    return ended(client, (await client.transfer.copy.start({ planId, tags, typed: [] })).runId);
  }
  const changes = await changesOf(client);
  const open = changes.find(({ state }) => state === 'interrupted');
  if (!open) return undefined;
  return settled(client, open.id, task.how);
}

process.once('message', (task: AppTask) => {
  answer(task)
    .then(
      (value) => process.send?.({ value }),
      (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
    )
    .finally(() => void app.close().finally(() => process.exit(0)));
});
process.send?.('ready');
