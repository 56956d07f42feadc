import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failureOf } from '../../../e2e/support/connect.ts';
import { needs } from '../../../e2e/support/needs.ts';
import { askHelper, listHelper } from './credential-helper.ts';
import { readDockerConfig } from './docker-config.ts';
import { readDaemonConfig, readHostsToml } from './engine-config.ts';
import { findRegistries } from './find.ts';
import { readServerKey } from './server-key.ts';
import { importSources } from './sources.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

let home: string;
let path: string | undefined;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'longshore-import-'));
  path = process.env['PATH'];
});
afterEach(async () => {
  process.env['PATH'] = path;
  await rm(home, { recursive: true, force: true });
});

/** A credential helper as the protocol has it (docker/docker-credential-helpers): a program that reads a line and answers JSON. */
async function installHelper(name: string, script: string): Promise<void> {
  needs('posix');
  const bin = join(home, 'bin');
  await mkdir(bin, { recursive: true });
  const file = join(bin, `docker-credential-${name}`);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  process.env['PATH'] = `${bin}${delimiter}${path ?? ''}`;
}

const KNOWING = `case "$1" in
  list) echo '{"registry.example.com:5000":"ci","https://index.docker.io/v1/":"me","https://index.docker.io/v1/access-token":"x"}';;
  get) read -r server; case "$server" in
    registry.example.com:5000) echo '{"ServerURL":"x","Username":"ci","Secret":"from-helper"}';;
    https://index.docker.io/v1/) echo '{"ServerURL":"x","Username":"<token>","Secret":"refresh-me"}';;
    *) echo 'credentials not found in native keychain'; exit 1;;
  esac;;
esac`;

describe("Docker's config.json and the auth.json of podman", () => {
  test('every way in which a credential may stand there', () => {
    const text = JSON.stringify({
      auths: {
        'registry.example.com:5000': { auth: base64('ci:pa:ss') },
        'https://index.docker.io/v1/': { identitytoken: 'refresh-me', auth: base64('<token>:') },
        'bearer.example.com': { registrytoken: 'abc' },
        'split.example.com': { username: 'u', password: 'p' },
        'nul.example.com': { auth: base64('u:p\0') },
        'ecr.example.com': {},
        'stored.example.com': {},
        'broken.example.com': { auth: 'not base64 of a pair' },
        'odd.example.com': 7,
      },
      credHelpers: { 'ecr.example.com': 'ecr-login', 'evil.example.com': '../../bin/sh' },
      credsStore: 'secretservice',
    });
    expect(readDockerConfig(text)).toEqual({
      credentials: [
        { kind: 'helper', server: 'ecr.example.com', helper: 'ecr-login' },
        { kind: 'password', server: 'registry.example.com:5000', username: 'ci', password: 'pa:ss' },
        { kind: 'identity', server: 'https://index.docker.io/v1/', username: '<token>', token: 'refresh-me' },
        { kind: 'token', server: 'bearer.example.com', token: 'abc' },
        { kind: 'password', server: 'split.example.com', username: 'u', password: 'p' },
        { kind: 'password', server: 'nul.example.com', username: 'u', password: 'p' },
        { kind: 'helper', server: 'stored.example.com', helper: 'secretservice' },
        { kind: 'helper', server: 'broken.example.com', helper: 'secretservice' },
        { kind: 'helper', server: 'odd.example.com', helper: 'secretservice' },
      ],
      store: 'secretservice',
    });
  });

  test('a file that is none is refused without being quoted', () => {
    expect(() => readDockerConfig('{"auths": {"x": {"auth": "c2VjcmV0"')).toThrow(/^not JSON$/);
    expect(() => readDockerConfig('[]')).toThrow();
  });

  test('no text makes it do anything but read or refuse', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        try {
          readDockerConfig(text);
        } catch (error) {
          expect(['SyntaxError', 'ZodError']).toContain((error as Error).name.replace('$', ''));
        }
      }),
    );
  });
});

test.each([
  ['https://index.docker.io/v1/', { address: 'docker.io', namespace: '' }],
  ['docker.io', { address: 'docker.io', namespace: '' }],
  ['docker.io/team', { address: 'docker.io', namespace: 'team' }],
  ['registry.example.com:5000', { address: 'registry.example.com:5000', namespace: '' }],
  ['https://registry.example.com/v2/', { address: 'registry.example.com', namespace: '' }],
  ['quay.io/team/api', { address: 'quay.io', namespace: 'team/api' }],
  ['https://index.docker.io/v1/access-token', undefined],
  ['', undefined],
  ['user@host', undefined],
  ['two words', undefined],
])('the key "%s" names %j', (key, expected) => {
  expect(readServerKey(key)).toEqual(expected);
});

test("Docker's daemon.json: insecure registries and mirrors, and no networks", () => {
  const text = '{"insecure-registries":["registry.local:5000","10.0.0.0/8","::1/128"],"registry-mirrors":["https://mirror.example.com/"]}';
  expect(readDaemonConfig(text)).toEqual([
    { address: 'registry.local:5000', insecure: true, ca: [] },
    { address: 'https://mirror.example.com', insecure: false, ca: [] },
  ]);
});

test("containerd's hosts.toml: the registry of its folder, its mirrors, and their authorities", () => {
  const text = `server = "https://registry.example.com"
ca = "/etc/ca.pem"
[host."https://mirror.example.com:5000"]
  capabilities = ["pull", "resolve"]
  ca = ["mirror.pem"]
[host."http://plain.example.com"]
  skip_verify = true
[host."https://unchecked.example.com"]
  skip_verify = true`;
  expect(readHostsToml(text, 'registry.example.com')).toEqual([
    { address: 'https://registry.example.com', insecure: false, ca: ['/etc/ca.pem'] },
    { address: 'https://mirror.example.com:5000', insecure: false, ca: ['mirror.pem'] },
    { address: 'http://plain.example.com', insecure: true, ca: [] },
    { address: 'https://unchecked.example.com', insecure: true, ca: [] },
  ]);
  expect(readHostsToml('', '_default')).toEqual([]);
});

describe('credential helpers', () => {
  test('one is asked by the name under which Docker keeps a registry, and <token> means an identity token', async () => {
    await installHelper('test', KNOWING);
    expect(await askHelper('test', 'https://registry.example.com:5000')).toEqual({
      kind: 'password',
      username: 'ci',
      password: 'from-helper',
    });
    expect(await askHelper('test', 'https://registry-1.docker.io')).toEqual({ kind: 'identity', username: '', token: 'refresh-me' });
    expect(await askHelper('test', 'https://unknown.example.com')).toBeUndefined();
    expect((await listHelper('test')).get('registry.example.com:5000')).toBe('ci');
  });

  test('one that is missing or breaks is named, and nothing that it printed is quoted', async () => {
    await installHelper('broken', `echo 'Secret: "hunter2"'`);
    await installHelper('failing', `echo 'hunter2'; exit 3`);
    for (const [name, reason] of [
      ['broken', 'helper-unreadable'],
      ['failing', 'helper-failed'],
      ['missing', 'helper-missing'],
    ] as const) {
      const failure = await failureOf(askHelper(name, 'https://registry.example.com'));
      expect(failure.code).toBe('KEYCHAIN');
      expect(failure.data).toMatchObject({ program: `docker-credential-${name}`, reason });
      expect(JSON.stringify(failure)).not.toContain('hunter2');
    }
  });
});

describe('what is found', () => {
  test('files are named before any is opened, and only those that are there', async () => {
    await mkdir(join(home, '.docker'));
    await writeFile(join(home, '.docker', 'config.json'), 'not even JSON');
    const sources = importSources({ HOME: home, XDG_CONFIG_HOME: join(home, '.config') });
    expect(sources.filter(({ path: found }) => found.startsWith(home))).toEqual([
      { kind: 'docker-config', path: join(home, '.docker', 'config.json') },
    ]);
  });

  test('several files become one line a registry and account, and one that cannot be read hides no other', async () => {
    await installHelper('test', KNOWING);
    const at = (name: string): string => join(home, name);
    await writeFile(at('config.json'), JSON.stringify({ auths: { 'quay.io': { auth: base64('bot:x') } }, credsStore: 'test' }));
    await writeFile(
      at('auth.json'),
      JSON.stringify({ auths: { 'quay.io': { auth: base64('bot:x') }, 'quay.io/team': { auth: base64('bot2:y') } } }),
    );
    await writeFile(at('daemon.json'), '{"insecure-registries":["registry.example.com:5000","lonely.example.com"]}');
    await mkdir(at('registry.example.com:5000'));
    await writeFile(at('registry.example.com:5000/hosts.toml'), 'server = "https://registry.example.com:5000"\nca = "ca.pem"');
    await writeFile(at('registry.example.com:5000/ca.pem'), 'PEM');
    await writeFile(at('broken.json'), '{');
    const { registries, problems } = await findRegistries([
      { kind: 'docker-config', path: at('config.json') },
      { kind: 'docker-config', path: at('auth.json') },
      { kind: 'docker-config', path: at('broken.json') },
      { kind: 'daemon', path: at('daemon.json') },
      { kind: 'hosts', path: at('registry.example.com:5000/hosts.toml') },
    ]);
    expect(registries.map(({ address, namespace, username, insecure, ca }) => ({ address, namespace, username, insecure, ca }))).toEqual([
      { address: 'quay.io', namespace: '', username: 'bot', insecure: false, ca: '' },
      { address: 'registry.example.com:5000', namespace: '', username: 'ci', insecure: true, ca: 'PEM' },
      { address: 'docker.io', namespace: '', username: 'me', insecure: false, ca: '' },
      { address: 'quay.io', namespace: 'team', username: 'bot2', insecure: false, ca: '' },
      { address: 'lonely.example.com', namespace: '', username: '', insecure: true, ca: '' },
    ]);
    expect(registries[0]?.sources).toEqual([at('config.json'), at('auth.json')]);
    expect(problems).toEqual([{ source: at('broken.json'), reason: 'format' }]);
  });
});
