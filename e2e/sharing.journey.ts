import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import keytar from 'keytar';
import { pushImage } from './support/content/images.ts';
import { filesWith } from './support/files-with.ts';
import { newDataFolder, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { pressButton, pressUntil } from './support/page/keys.ts';
import { Window } from './support/page/window.ts';
import { formsOf, watchProcesses } from './support/process-secrets.ts';
import { startDistribution } from './support/servers/distribution.ts';
import { startTokenService, type TokenService } from './support/servers/token-service.ts';

const repository = 'team/api';

/** A password that is written otherwise in a URL. */
const newPassword = (): string => `${randomBytes(9).toString('hex')}/+ %&`;

/** A machine that is logged in with docker: to one registry by a password in its file, to another by a helper that takes its time. */
async function loggedIn(byFile: { host: string; password: string }, byHelper: { host: string; password: string }) {
  const home = await mkdtemp(join(tmpdir(), 'longshore-home-'));
  await mkdir(join(home, 'bin'));
  const helper = join(home, 'bin', 'docker-credential-office');
  await writeFile(helper, `#!/bin/sh\nsleep 1\necho '{"ServerURL":"","Username":"bot","Secret":"${byHelper.password}"}'\n`);
  await chmod(helper, 0o755);
  const auth = Buffer.from(`ci:${byFile.password}`).toString('base64');
  await writeFile(
    join(home, 'config.json'),
    JSON.stringify({ auths: { [byFile.host]: { auth } }, credHelpers: { [byHelper.host]: 'office' } }),
  );
  return { home, env: { DOCKER_CONFIG: home, PATH: `${join(home, 'bin')}${delimiter}${process.env['PATH'] ?? ''}` } };
}

/** A token that the registry itself takes, as a person gets one from their site. */
async function askForToken({ realm, service }: TokenService, password: string): Promise<string> {
  const url = new URL(realm);
  url.searchParams.set('service', service);
  for (const scope of ['registry:catalog:*', `repository:${repository}:pull,push`]) url.searchParams.append('scope', scope);
  const authorization = `Basic ${Buffer.from(`ci:${password}`).toString('base64')}`;
  const { token } = (await (await fetch(url, { headers: { authorization } })).json()) as { token: string };
  return token;
}

/** A program that has a text where it must not be. */
const planted = (text: string, where: 'arguments' | 'environment'): ChildProcess =>
  where === 'arguments'
    ? spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)', text], { stdio: 'ignore' })
    : spawn('sleep', ['60'], { stdio: 'ignore', env: { ...process.env, LEAKED: `before ${text} after` } });

/** Exports the registries that are left chosen, by keys alone; the text of the file. */
async function exportByKeys(page: Page, left: readonly string[], count: number): Promise<{ file: string; text: string }> {
  await page.getByRole('button', { name: 'More for all registries' }).focus();
  await page.keyboard.press('Enter');
  await pressUntil(page, 'ArrowDown', page.getByRole('menuitem', { name: 'Export registries…' }), 4);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Export registries' });
  for (const name of left) {
    await pressUntil(page, 'Tab', dialog.getByRole('checkbox', { name, exact: true }), 20);
    await page.keyboard.press('Space');
  }
  const saving = page.waitForEvent('download');
  await pressButton(page, dialog.getByRole('button', { name: `Export ${count} registries` }));
  const file = await (await saving).path();
  await expect(dialog).toBeHidden();
  return { file, text: await readFile(file, 'utf8') };
}

/** Opens a saved registry and its repository. */
async function openTags(longshore: Window, registry: string): Promise<void> {
  await longshore.page.getByRole('navigation', { name: 'Registries' }).getByRole('button', { name: registry, exact: true }).click();
  await longshore.openRepository(repository);
  await expect(longshore.tag('1.0')).toContainText('image');
}

test('registries are exported and imported elsewhere as they were, by keys; no file, argument or environment ever holds a secret', async ({
  browser,
}) => {
  const [shared, issued, filed, helped] = [newPassword(), newPassword(), newPassword(), newPassword()];
  const tokens = await startTokenService('ci', issued);
  const source = await startDistribution({ htpasswd: { username: 'ci', password: shared } });
  const target = await startDistribution({ token: tokens });
  const docker = await startDistribution({ htpasswd: { username: 'ci', password: filed } });
  const office = await startDistribution({ htpasswd: { username: 'bot', password: helped } });
  for (const [host, credentials] of [
    [source.host, `ci:${shared}`],
    [docker.host, `ci:${filed}`],
    [office.host, `bot:${helped}`],
  ] as const)
    await pushImage({ layers: [20_000_000, 1000] }, { host, repository, tags: ['1.0'], credentials });
  const access = await askForToken(tokens, issued);
  const { home, env } = await loggedIn({ host: docker.host, password: filed }, { host: office.host, password: helped });
  const decoys = { arguments: newPassword(), environment: newPassword() };

  // Everything that is a secret from here on, with each token as it is given.
  const secrets = (): string[] => [
    ...[shared, issued, filed].flatMap((password) => formsOf(password, 'ci')),
    ...formsOf(helped, 'bot'),
    ...tokens.tokens,
  ];
  const watch = watchProcesses(() => [...secrets(), decoys.arguments, decoys.environment]);
  const dataFolder = await newDataFolder();
  const host = await startBrowserHost(dataFolder, [], env);
  const page = await (await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 } })).newPage();
  await page.goto(host.url);
  const longshore = new Window(page);

  // From docker: a password, and a helper that is asked at each sign-in.
  await page.getByRole('main').getByRole('button', { name: 'Import registries' }).click();
  await longshore.dialog('Import registries').getByRole('button', { name: 'Read these files' }).click();
  await longshore.dialog('Import registries').getByRole('button', { name: 'Import 2 registries' }).click();
  await openTags(longshore, office.host);
  await openTags(longshore, docker.host);
  // By hand: a password, a password of a token service, and a token.
  for (const [name, registry, password] of [
    ['Tokens', target, issued],
    ['Shared', source, shared],
  ] as const) {
    const dialog = await longshore.openAddDialog(registry.host, name);
    await longshore.signInWith(dialog, 'ci', password);
    if (name === 'Shared') {
      await dialog.getByRole('combobox', { name: 'Folder' }).fill('Team');
      await dialog.getByRole('checkbox', { name: 'Production' }).check();
    }
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog).toBeHidden();
  }
  const adding = await longshore.openAddDialog(target.host, 'Access');
  await adding.getByRole('combobox', { name: 'Sign in with' }).click();
  await page.getByRole('option', { name: 'Access token' }).click();
  await adding.getByRole('textbox', { name: 'Token' }).fill(access);
  await adding.getByRole('button', { name: 'Save' }).click();
  await expect(adding).toBeHidden();
  const kept = (await keytar.findCredentials('Longshore')).map(({ password }) => password);
  // A long one is kept in parts.
  const isKept = (secret: string): boolean => kept.some((one) => one.endsWith(secret.slice(0, 1000)));
  expect([shared, issued, filed, access].map(isKept)).toEqual([true, true, true, true]);

  // A copy with both sign-ins.
  await openTags(longshore, 'Shared');
  const looksBefore = watch.looks;
  await longshore.openMenu('1.0', 'Copy to…');
  const dialog = longshore.dialog('Copy 1.0');
  await dialog.getByRole('combobox', { name: 'To registry' }).click();
  await page.getByRole('option', { name: 'Tokens' }).click();
  await expect(dialog).toContainText('20.0 MB to transfer');
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(dialog).toBeHidden();
  await longshore.runsEnded();
  await longshore.closeActivity();
  expect(watch.looks).toBeGreaterThan(looksBefore + 2);
  // It was empty when it was added.
  await page.getByRole('navigation', { name: 'Registries' }).getByRole('button', { name: 'Access', exact: true }).click();
  await page.keyboard.press('F5');
  await openTags(longshore, 'Access');

  // The file: without the helper, which is a program of this machine.
  const { file, text } = await exportByKeys(page, [office.host], 4);
  expect(text).toContain('"folder": "Team"');
  expect(text).toContain('"production": true');
  for (const secret of secrets()) expect(text).not.toContain(secret);

  // Elsewhere.
  const otherFolder = await newDataFolder();
  const other = await startBrowserHost(otherFolder);
  const theirs = await (await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 } })).newPage();
  await theirs.goto(other.url);
  const there = new Window(theirs);
  await pressButton(theirs, theirs.getByRole('main').getByRole('button', { name: 'Import registries' }));
  const choosing = theirs.waitForEvent('filechooser');
  await pressButton(theirs, there.dialog('Import registries').getByRole('button', { name: 'Open a Longshore file…' }));
  await (await choosing).setFiles(file);
  const choice = theirs.getByRole('dialog', { name: /^Import registries from/ });
  await expect(choice.getByRole('checkbox', { name: 'Team / Shared' })).toBeChecked();
  await pressButton(theirs, choice.getByRole('button', { name: 'Import 4 registries' }));
  await expect(theirs.getByRole('status').getByText('4 registries imported.')).toBeVisible();
  const entry = theirs.getByRole('list', { name: 'Team' }).getByRole('button', { name: 'Shared', exact: true });
  await expect(entry).toHaveAccessibleDescription(/Needs sign-in, Production/);
  expect((await exportByKeys(theirs, [], 4)).text).toBe(text);
  // A sign-in is their own, and stays out of the file as well.
  await entry.click();
  await theirs.getByRole('contentinfo').getByRole('button', { name: 'Sign in…' }).click();
  const signIn = there.dialog('Sign in to Shared');
  await signIn.getByRole('textbox', { name: 'Password' }).fill(shared);
  await signIn.getByRole('button', { name: 'Sign in', exact: true }).click();
  await openTags(there, 'Shared');
  expect((await exportByKeys(theirs, [], 4)).text).toBe(text);

  expect([...watch.found]).toEqual([]);
  // What is there is found: a secret in arguments, and one in an environment.
  const leaks = (['arguments', 'environment'] as const).map((where) => ({ where, child: planted(decoys[where], where) }));
  await expect.poll(() => watch.found.size).toBe(2);
  await watch.stop();
  expect([...watch.found].toSorted()).toEqual(leaks.map(({ where, child }) => `${child.pid} ${where}`).toSorted());
  for (const { child } of leaks) child.kill();
  for (const started of [host, other]) expect(watch.seen.has(started.child.pid ?? 0)).toBe(true);
  expect([...watch.seen.values()].some((args) => args.includes('docker-credential-office get'))).toBe(true);
  console.log(`secrets: ${secrets().length} forms looked for, ${watch.looks} times, in ${watch.seen.size} processes`);
  await Promise.all([page.close(), theirs.close()]);
  await Promise.all([host.stop(), other.stop()]);
  for (const folder of [dataFolder, otherFolder]) for (const secret of secrets()) expect(await filesWith(folder, secret)).toEqual([]);
  await Promise.all([source, target, docker, office, tokens].map((server) => server.stop()));
  await Promise.all([removeFolder(dataFolder), removeFolder(otherFolder), rm(home, { recursive: true, force: true })]);
});
