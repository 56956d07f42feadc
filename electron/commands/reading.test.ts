import { afterAll, beforeAll, expect, test } from 'vitest';
import { linesOf, runOver } from '../../e2e/support/commands.ts';
import { type AppOverDouble, putSmallImage, startAppOverDouble } from '../../e2e/support/hosts/app-over-double.ts';
import { started } from '../../e2e/support/started.ts';
import { shortDigest } from '../../shared/oci/digest.ts';

let over: AppOverDouble;
let host: string;
let digest: string;

beforeAll(async () => {
  over = await startAppOverDouble();
  host = over.app.services.document.connections[0]?.url.replace('http://', '') ?? '';
  digest = putSmallImage(over, 'a', ['1.0', 'latest']);
  putSmallImage(over, 'b', ['2.0']);
});
afterAll(() => over.stop());

const run = (...argv: string[]) => runOver(over.client, argv);

test('ls lists the saved registries, and the repositories of one as references that other commands take', async () => {
  expect(await run('ls')).toMatchObject({ code: 0, out: `REGISTRY         NAME  SIGN-IN  CHANGES\n${host}  n     none\n` });
  expect(await run('ls', host)).toMatchObject({ code: 0, out: `${host}/team/api\n`, err: '' });
  expect(linesOf(await run('ls', host, '--json'))).toEqual([{ registry: host, repository: 'team/api' }]);
  expect(linesOf(await run('ls', '--json'))).toMatchObject([{ name: 'n', registry: host, readOnly: false }]);
});

test('ls lists the repositories of a folder, and says where there are none', async () => {
  over.registry.store.repository('tools/x');
  putSmallImage({ repository: over.registry.store.repository('tools/x') }, 'c', ['1']);
  expect((await run('ls', `${host}/tools`)).out).toBe(`${host}/tools/x\n`);
  expect(await run('ls', `${host}/too`)).toMatchObject({ code: 3, out: '' });
});

test('tags are in the order of the page, whole with --json, and as references with --refs', async () => {
  const { code, out } = await run('tags', `${host}/team/api`);
  expect(code).toBe(0);
  expect(out.split('\n').map((line) => line.split(/\s+/)[0])).toEqual(['TAG', 'latest', '2.0', '1.0', '']);
  expect(out).toContain(shortDigest(digest));
  expect(linesOf(await run('tags', `${host}/team/api`, '--json'))).toMatchObject([
    { tag: 'latest', digest, state: 'read', platforms: ['linux/amd64'], created: '2026-01-01T00:00:00.000Z' },
    { tag: '2.0' },
    { tag: '1.0', digest },
  ]);
  expect((await run('tags', `${host}/team/api`, '--refs')).out).toBe(
    ['latest', '2.0', '1.0'].map((tag) => `${host}/team/api:${tag}\n`).join(''),
  );
});

test.each([
  ['.0', ['2.0', '1.0']],
  ['/^[12]/', ['2.0', '1.0']],
  ['-latest', ['2.0', '1.0']],
  ['kind:index', []],
  ['created:<2026-02-01 platform:amd64 la', ['latest']],
])('tags --filter finds what the page finds: %s', async (query, found) => {
  const lines = linesOf(await run('tags', `n/team/api`, '--json', '--filter', query));
  expect(lines.map((line) => (line as { tag: string }).tag)).toEqual(found);
});

test('tags --filter by a label asks the index, once the tags are read', async () => {
  expect(linesOf(await run('tags', `n/team/api`, '--json', '--filter', 'label:none'))).toEqual([]);
});

test('a filter that cannot be read is refused before anything is asked', async () => {
  const before = over.registry.requests.length;
  expect(await run('tags', `${host}/team/api`, '--filter', 'siz:>1')).toMatchObject({ code: 2, out: '' });
  expect((await run('tags', `${host}/team/api`, '--filter', '/(/')).err).toContain('invalid');
  expect(over.registry.requests).toHaveLength(before);
});

test('inspect shows an image by tag and by digest, and --raw prints the bytes of its manifest', async () => {
  const { code, out } = await run('inspect', `${host}/team/api:1.0`);
  expect(code).toBe(0);
  expect(out).toContain(digest);
  expect(out).toContain('linux/amd64');
  const [shown] = linesOf(await run('inspect', `${host}/team/api@${digest}`, '--json'));
  expect(shown).toMatchObject({ reference: `${host}/team/api@${digest}`, digest, kind: 'image', platform: 'linux/amd64', layers: [] });
  const view = await over.client.images.get({ connectionId: 'c', repository: 'team/api', digest });
  expect((await run('inspect', `${host}/team/api:1.0`, '--raw')).out).toBe(view.manifest);
});

test.each([
  ['a tag that is not there', ['inspect', 'HOST/team/api:none'], 3],
  ['a repository that is not there', ['tags', 'HOST/team/none'], 3],
  ['a repository that is not there, in du,', ['du', 'HOST/team/none'], 3],
  ['a registry that is not saved', ['tags', 'registry.example.com/team/api'], 3],
  ['no reference at all', ['inspect', 'HOST/team/api'], 2],
  ['an image where a repository is asked for', ['tags', 'HOST/team/api:1.0'], 2],
  ['no operand', ['tags'], 2],
  ['one operand too many', ['tags', 'HOST/team/api', 'HOST/team/web'], 2],
  ['an option that there is not', ['tags', 'HOST/team/api', '--password', 'x'], 2],
  ['a command that there is not', ['remove', 'HOST/team/api'], 2],
])('%s ends with its own code and a sentence', async (_, argv, code) => {
  const ran = await run(...argv.map((word) => word.replace('HOST', host)));
  expect(ran).toMatchObject({ code, out: '' });
  expect(ran.err).toMatch(/^longshore: .*\.?\n/);
  const asJson = await run(...argv.map((word) => word.replace('HOST', host)), '--json');
  expect(JSON.parse(asJson.err)).toMatchObject({ error: { code: expect.any(String), message: expect.any(String) } });
});

test('a registry that is not saved is never asked', async () => {
  const other = started(await startAppOverDouble());
  const [{ url = '' } = {}] = other.app.services.document.connections;
  const ran = await run('tags', `${url.replace('http://', '')}/team/api`);
  expect(ran).toMatchObject({ code: 3 });
  expect(ran.err).toContain('Nothing was sent');
  expect(other.registry.requests).toEqual([]);
});

test('names from a registry cannot steer the terminal', async () => {
  const { err } = await run('ls', `${host}/\u001b[2J`);
  expect(err).not.toContain('\u001b');
});

test('a command that is stopped ends with 130 and asks nothing more', async () => {
  const stop = new AbortController();
  stop.abort();
  const before = over.registry.requests.length;
  expect(await runOver(over.client, ['tags', `${host}/team/api`], { signal: stop.signal })).toMatchObject({ code: 130 });
  expect(over.registry.requests).toHaveLength(before);
});
