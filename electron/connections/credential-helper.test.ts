import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterEach, test as anyTest, beforeEach, describe, expect } from 'vitest';
import {
  app,
  client,
  folder,
  formFor,
  PASSWORD,
  refusal,
  registry,
  restart,
  saveFirst,
  startThief,
} from '../../e2e/support/hosts/connected-app.ts';
import { testWith } from '../../e2e/support/needs.ts';
import type { ConnectionForm } from '../../shared/contract/connections.ts';

const test = testWith(anyTest, 'keychain');

describe('a credential helper', () => {
  let path: string | undefined;
  let config: string | undefined;
  beforeEach(async () => {
    path = process.env['PATH'];
    config = process.env['DOCKER_CONFIG'];
    await mkdir(join(folder, 'bin'));
    const helper = join(folder, 'bin', 'docker-credential-office');
    await writeFile(
      helper,
      `#!/bin/sh\nread -r server\necho "$server" >> "${folder}/asked"\necho '{"Username":"sample","Secret":"${PASSWORD}"}'\n`,
    );
    await chmod(helper, 0o755);
    process.env['PATH'] = `${join(folder, 'bin')}${delimiter}${path ?? ''}`;
    process.env['DOCKER_CONFIG'] = folder;
  });
  afterEach(() => {
    process.env['PATH'] = path;
    if (config === undefined) delete process.env['DOCKER_CONFIG'];
    else process.env['DOCKER_CONFIG'] = config;
  });

  const helped = (extra: Partial<ConnectionForm> = {}) => formFor({ signIn: 'helper', username: '', helper: 'office', ...extra });
  const asked = (): Promise<string> => readFile(join(folder, 'asked'), 'utf8').catch(() => '');

  test('that only a form names is not started where nobody can be asked outside the page', async () => {
    for (const call of ['test', 'save'] as const)
      expect(await refusal(client().connections[call]({ form: helped() }))).toMatchObject({
        code: 'UNAUTHORIZED',
        data: { reason: 'helper-not-confirmed' },
      });
    const steps: unknown[] = [];
    for await (const event of await client().diagnosis.run({ form: helped(), deletes: false })) steps.push(event);
    expect(JSON.stringify(steps)).toContain('helper-not-confirmed');
    expect(app.services.document.connections).toEqual([]);
    expect(await asked()).toBe('');
  });

  test('that the person confirms outside the page is asked once for it, and again for another way', async () => {
    const questions: unknown[] = [];
    let answer = false;
    await restart({
      confirm: async (question: unknown) => {
        questions.push(question);
        return answer;
      },
    });
    expect(await refusal(client().connections.test({ form: helped() }))).toMatchObject({ data: { reason: 'helper-not-confirmed' } });
    expect(await asked()).toBe('');
    answer = true;
    expect(await client().connections.test({ form: helped() })).toMatchObject({ signedIn: true });
    const saved = await client().connections.save({ form: helped() });
    await client().connections.ping({ id: saved.id });
    expect(questions).toHaveLength(2);
    expect(questions[1]).toMatchObject({ helper: 'office', url: registry.url, proxy: '', ownTrust: false });
    expect(await client().connections.save({ id: saved.id, form: helped({ name: 'Renamed' }) })).toMatchObject({ signIn: 'helper' });
    expect(questions).toHaveLength(2);
    answer = false;
    const elsewhere = helped({ proxyKind: 'given', proxyUrl: (await startThief()).url });
    expect(await refusal(client().connections.save({ id: saved.id, form: elsewhere }))).toMatchObject({ code: 'UNAUTHORIZED' });
    expect(await refusal(client().connections.save({ id: saved.id, form: helped({ helper: 'other' }) }))).toMatchObject({
      code: 'UNAUTHORIZED',
    });
    expect(questions).toHaveLength(4);
    expect(
      (await asked())
        .trim()
        .split('\n')
        .every((server) => server === new URL(registry.url).host),
    ).toBe(true);
  });

  test('that import found is asked without a question, and by a form about that registry as it is saved', async () => {
    const host = new URL(registry.url).host;
    await writeFile(join(folder, 'config.json'), JSON.stringify({ credHelpers: { [host]: 'office' } }));
    const { registries } = await client().import.find();
    const { connections } = await client().import.apply({ ids: registries.map(({ id }) => id) });
    const [saved] = connections;
    expect(saved).toMatchObject({ signIn: 'helper', url: registry.url });
    await client().connections.ping({ id: saved?.id ?? '' });
    const same = { id: saved?.id ?? '', form: helped({ proxyKind: 'system', readOnly: true }) };
    expect(await client().connections.test(same)).toMatchObject({ signedIn: true });
    expect(await client().connections.save(same)).toMatchObject({ readOnly: true });
    const other = { ...same, form: helped({ proxyKind: 'given', proxyUrl: (await startThief()).url }) };
    expect(await refusal(client().connections.test(other))).toMatchObject({ data: { reason: 'helper-not-confirmed' } });
  });
});

test("import does not give docker's password to a registry that was saved with another way", async () => {
  const thief = await startThief();
  const config = process.env['DOCKER_CONFIG'];
  process.env['DOCKER_CONFIG'] = folder;
  const { host } = new URL(registry.url);
  await writeFile(
    join(folder, 'config.json'),
    JSON.stringify({ auths: { [host]: { auth: Buffer.from(`sample:${PASSWORD}`).toString('base64') } } }),
  );
  const trap = await saveFirst({ password: 'x', remember: false, proxyKind: 'given', proxyUrl: thief.url });
  await app.services.secrets.remove(trap.id, 'password', 'session');
  const { registries } = await client().import.find();
  const { connections } = await client().import.apply({ ids: registries.map(({ id }) => id) });
  process.env['DOCKER_CONFIG'] = config ?? '';
  expect(connections).toHaveLength(1);
  expect(connections[0]?.id).not.toBe(trap.id);
  expect(await app.services.secrets.get(trap.id, 'password', 'keychain')).toBeUndefined();
});
