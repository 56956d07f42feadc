import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { emptyForm } from '../shared/contract/connections.ts';
import { appliedRetag, planRetagOf } from './support/changes/retag.ts';
import { changesOf, settled } from './support/changes/undo.ts';
import { pushImage } from './support/content/images.ts';
import { newDataFolder, removeFolder } from './support/hosts/browser-host.ts';
import { enterHost } from './support/hosts/page-client.ts';
import { startProcess } from './support/process.ts';
import { startDistribution } from './support/servers/distribution.ts';

const ROUNDS = Number(process.env['LONGSHORE_ROUNDS'] ?? 6);
const program = join(import.meta.dirname, '../out/main/serve.js');

/** Two starts at the same moment on one folder; the links that they print, and who of them lives on. */
async function startTwo(dataFolder: string) {
  const both = [0, 1].map(() => startProcess(process.execPath, [program, '--no-open', '--data-dir', dataFolder]));
  const links = await Promise.all(
    both.map(async ({ output }) => {
      for (let i = 0; i < 800; i++) {
        const link = /^Ready: (\S+)$/m.exec(output())?.[1];
        if (link) return link;
        await wait(25);
      }
      throw new Error(`No link: ${output()}`);
    }),
  );
  const isLater = (output: string): boolean => output.includes('running already');
  const later = both.filter(({ output }) => isLater(output()));
  const first = both.find(({ output }) => !isLater(output()));
  await Promise.all(later.map(({ ended }) => ended));
  return { links, first, later };
}

test(`two starts on one data folder at once, killed and started again ${ROUNDS} times: no save is lost, and no answered change is called interrupted`, async () => {
  test.setTimeout(60_000 + ROUNDS * 10_000);
  const registry = await startDistribution({ deletes: true });
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/api', tags: ['base'] });
  const dataFolder = await newDataFolder();
  const answered: string[] = [];
  let saved = 0;
  let interrupted = 0;
  for (let round = 1; round <= ROUNDS; round++) {
    const { links, first, later } = await startTwo(dataFolder);
    expect([round, later.length]).toEqual([round, 1]);
    expect(new Set(links.map((link) => new URL(link).port)).size).toBe(1);
    // Both links lead to the one process, and both may save.
    const [one, two] = await Promise.all(links.map(enterHost));
    if (!one || !two || !first) throw new Error('two links were printed');
    const { settings } = await one.client.settings.get();
    expect([round, settings.trashDays]).toEqual([round, saved === 0 ? 90 : saved]);
    if (round === 1) {
      await one.client.connections.save({ form: { ...emptyForm, address: `http://${registry.host}`, name: 'Local' } });
    }
    const { connections } = await two.client.connections.list();
    expect(connections).toHaveLength(1);
    const connectionId = connections[0]?.id ?? '';
    const recorded = await changesOf(two.client);
    for (const tag of answered) expect(recorded.find((change) => change.tag === tag)?.state).toBe('done');
    for (const change of recorded.filter(({ state }) => state === 'interrupted')) {
      interrupted++;
      expect(answered).not.toContain(change.tag);
      await settled(two.client, change.id, 'leave');
    }
    saved = round;
    await Promise.all([one.client.settings.update({ trashDays: round }), two.client.settings.update({ trashMegabytes: 100 + round })]);
    const plan = (tag: string) => planRetagOf(one.client, { connectionId, repository: 'team/api', from: 'base', targets: [tag] });
    const orders = await Promise.all([plan(`r${round}-a`), plan(`r${round}-b`)]);
    const changes = orders.map((order) =>
      appliedRetag(one.client, order).then(
        () => void answered.push(...order.targets),
        () => {},
      ),
    );
    // Ended in every way: after the answers, right in the middle, and politely.
    if (round % 3 === 0) await Promise.all(changes);
    else await wait(Math.random() * 60);
    first.child.kill(round % 3 === 2 ? 'SIGTERM' : 'SIGKILL');
    await first.ended;
    one.close();
    two.close();
    await Promise.all(changes);
  }
  expect(answered.length).toBeGreaterThan(ROUNDS / 2);
  console.log(`${ROUNDS} rounds of two starts: ${answered.length} changes answered, ${interrupted} interrupted by a kill, none of both`);
  await registry.stop();
  await removeFolder(dataFolder);
});
