import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linesOf, runOver } from '../../e2e/support/commands.ts';
import { type AppOver, startAppOver } from '../../e2e/support/hosts/app-over.ts';
import { RegistryDouble } from '../../e2e/support/registry/double.ts';
import { createSampleContent } from '../sample/content.ts';
import { rights } from './files.ts';

// What the sample registry has, whose layers have files in them.

let registry: RegistryDouble;
let over: AppOver;

beforeAll(async () => {
  registry = new RegistryDouble(createSampleContent());
  over = await startAppOver(await registry.start());
});
afterAll(async () => {
  await over.stop();
  await registry.stop();
});

const run = (...argv: string[]) => runOver(over.client, argv);

const WEB = 'n/team/web:2026.11.18';

test('files lists all that is in an image, prints one file as it is, and a folder as a tar', async () => {
  const listed = linesOf(await run('files', WEB, '--json'));
  expect(listed).toContainEqual(expect.objectContaining({ path: '/etc/os-release', kind: 'file', mode: '0644' }));
  expect((await run('files', WEB)).out).toMatch(/^-rw-r--r-- .* \/etc\/os-release$/m);
  expect(await run('files', `${WEB}:/etc/os-release`)).toMatchObject({ code: 0, out: expect.stringContaining('ID=debian\n'), err: '' });
  expect((await run('files', `${WEB}:/etc`)).out).toContain('ustar');
  expect((await run('files', `${WEB}:/etc`, '--list')).out).toMatch(/ \/etc\/os-release$/m);
  expect((await run('files', `${WEB}:/etc/os-release`, '--list')).out).toMatch(/^-rw-r--r-- .* \/etc\/os-release\n$/);
  expect(await run('files', `${WEB}:/etc/localtime`)).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('/etc/localtime is a link to /usr/share/zoneinfo/Etc/UTC'),
  });
  expect(await run('files', `${WEB}:/none`)).toMatchObject({ code: 3, out: '', err: expect.stringContaining('file /none') });
});

test('what is printed of a file is left nowhere, and is no run of the window', async () => {
  const left = async (): Promise<string[]> => (await readdir(tmpdir())).filter((name) => name.startsWith('longshore-file-'));
  const before = await left();
  await run('files', `${WEB}:/etc/os-release`);
  expect(await left()).toEqual(before);
  for await (const { runs } of await over.client.runs.watch()) {
    expect(runs.filter(({ dismissed }) => !dismissed)).toEqual([]);
    break;
  }
});

test.each([
  [0o644, 'rw-r--r--'],
  [0o4755, 'rwsr-xr-x'],
  [0o2644, 'rw-r-Sr--'],
  [0o1777, 'rwxrwxrwt'],
])('the rights %o are %s', (mode, text) => {
  expect(rights(mode)).toBe(text);
});

test('two tags of one index are the same without a platform', async () => {
  const ran = await run('diff', 'n/team/api:latest', 'n/team/api:latest');
  expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('Both are sha256:') });
});

test('an image is not shown for a platform that it is not for', async () => {
  expect(await run('inspect', WEB, '--platform', 'linux/amd64')).toMatchObject({ code: 0 });
  expect(await run('inspect', WEB, '--platform', 'linux/s390x')).toMatchObject({
    code: 3,
    out: '',
    err: expect.stringContaining('It has no platform linux/s390x. It has: linux/amd64.'),
  });
});

test('an artifact is told with its type and the names of its files', async () => {
  const { code, out } = await run('inspect', 'n/charts/api:2.4.0');
  expect(code).toBe(0);
  expect(out).toMatch(/^Artifact type +application\/vnd\.cncf\.helm/m);
  expect(out).toMatch(/^LAYER .* TYPE +NAME$/m);
});

test('an index asks for a platform, and names those that it has', async () => {
  expect(await run('diff', 'n/team/api:latest', 'n/team/api:stable')).toMatchObject({
    code: 2,
    err: expect.stringContaining('linux/arm64'),
  });
});

test('diff shows what two images and their files differ in, and that one is itself', async () => {
  const [difference] = linesOf(await run('diff', WEB, 'n/team/web:2026.11.11', '--files', '--json'));
  expect(difference).toMatchObject({ isEqual: false, files: { count: expect.any(Number) } });
  expect((await run('diff', 'n/team/api:latest', 'n/team/api:stable', '--platform', 'linux/amd64')).out).toMatch(/^- sha256:/);
  expect((await run('diff', 'n/team/api:1.9.1', 'n/team/api:1.9.2', '--platform', 'linux/amd64')).out).toMatch(/^. (?:LABEL|ENV) /m);
  expect((await run('diff', WEB, WEB)).out).toMatch(/^Both are sha256:/);
});

test('du counts each layer once, and diagnose ends well', async () => {
  const [weighed] = linesOf(await run('du', 'n/team/api', '--json')) as { total: number; images: { total: number }[] }[];
  expect(weighed?.total).toBeGreaterThan(0);
  expect(weighed?.total).toBeLessThanOrEqual(weighed?.images.reduce((sum, { total }) => sum + total, 0) ?? 0);
  expect((await run('du', 'n/team/api')).out).toContain('all, each layer once');
  const diagnosed = await run('diagnose', 'n');
  expect(diagnosed).toMatchObject({ code: 0 });
  expect(diagnosed.out).toMatch(/^api +ok/m);
});

test('open navigates to a place, and prints its link', async () => {
  const host = over.app.services.document.connections[0]?.url.replace('http://', '');
  const link = `longshore://open?ref=${host}/team/api:latest`;
  expect(await run('open', 'n/team/api:latest', '--link')).toMatchObject({ code: 0, out: `${link}\n`, opened: undefined });
  expect(await run('open', 'n/team/api:latest')).toMatchObject({ code: 0, out: '', opened: link });
  expect(await run('open', 'registry.example.com/a')).toMatchObject({ code: 3, opened: undefined });
});
