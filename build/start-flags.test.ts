import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { electronRuntime } from './electron-runtime.mjs';
import { FLAGS, readCommandLine, usageOf } from './start-flags.mjs';

const top = join(import.meta.dirname, '..');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'longshore-start-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** npm start in a fresh clone: nothing is installed or built. */
function startInClone(...args: string[]): { status: number | null; stdout: string; stderr: string; installed: boolean } {
  const clone = join(folder, 'clone');
  for (const file of ['build/start.mjs', 'build/start-flags.mjs', 'build/electron-runtime.mjs', 'build/setup.mjs', 'package.json'])
    cpSync(join(top, file), join(clone, file));
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(clone, 'build/start.mjs'), ...args], { encoding: 'utf8' });
  return { status, stdout, stderr, installed: existsSync(join(clone, 'node_modules')) };
}

test.each(['--help', '-h'])('npm start -- %s lists every flag and installs nothing', (flag) => {
  const { status, stdout, installed } = startInClone(flag);
  expect(status).toBe(0);
  for (const one of FLAGS) expect(stdout).toContain(usageOf(one));
  expect(installed).toBe(false);
});

test('npm start -- --version prints the version alone', () => {
  const { version } = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')) as { version: string };
  expect(startInClone('--version').stdout).toBe(`${version}\n`);
});

test('an unknown flag is refused with the nearest one before anything is installed', () => {
  const { status, stdout, stderr, installed } = startInClone('--brwoser');
  expect({ status, stdout, installed }).toEqual({ status: 2, stdout: '', installed: false });
  expect(stderr).toBe('There is no flag --brwoser. Did you mean --browser? npm start -- --help lists the flags.\n');
});

test.each([
  [['--smaple'], 'There is no flag --smaple. Did you mean --sample? npm start -- --help lists the flags.'],
  [['--electorn'], 'There is no flag --electorn. Did you mean --electron? npm start -- --help lists the flags.'],
  [['-sample'], 'There is no flag -sample. Did you mean --sample? npm start -- --help lists the flags.'],
  [['--datadir', 'x'], 'There is no flag --datadir. Did you mean --data-dir? npm start -- --help lists the flags.'],
  [['--something-else'], 'There is no flag --something-else. npm start -- --help lists the flags.'],
  [['-x'], 'There is no flag -x. npm start -- --help lists the flags.'],
  [['sample'], 'npm start takes flags and a link, not "sample".'],
  [['--sample=yes'], '--sample takes no value.'],
  [['--port'], '--port needs a value: --port N.'],
  [['--port', '--sample'], '--port needs a value: --port N.'],
  [['--port', '80800'], '--port takes a number from 0 to 65535, not "80800".'],
  [['--port=eighty'], '--port takes a number from 0 to 65535, not "eighty".'],
  [['--data-dir='], '--data-dir needs a value: --data-dir DIR.'],
  [['--browser', '--electron'], 'Give either --browser or --electron.'],
])('%j is refused with a sentence', (argv, why) => {
  expect(readCommandLine(argv)).toEqual({ kind: 'refused', why });
});

test('flags that npm kept for itself are named, with what to write', () => {
  expect(readCommandLine([], { npm_config_sample: 'true' })).toEqual({
    kind: 'refused',
    why: 'npm kept --sample for itself. Write -- before the flags: npm start -- --sample',
  });
});

test.each([
  [[], { isDev: false, browser: false, again: false, passed: [], toElectron: [] }],
  [['--dev', '--browser'], { isDev: true, browser: true, again: false, passed: [], toElectron: [] }],
  [
    ['--no-open', '--port=8080', '--data-dir', 'a b', '--sample'],
    {
      isDev: false,
      browser: false,
      again: false,
      passed: ['--port', '8080', '--data-dir', 'a b', '--no-open', '--sample'],
      toElectron: [],
    },
  ],
  [
    ['longshore://open?ref=registry.example.com/team/api:1.9&tab=files', '--sample'],
    {
      ...{ isDev: false, browser: false, again: false, toElectron: [] },
      passed: ['--sample', 'longshore://open?ref=registry.example.com/team/api:1.9&tab=files'],
    },
  ],
  [['--electron', '--', '--no-sandbox'], { isDev: false, browser: false, again: true, passed: [], toElectron: ['--no-sandbox'] }],
])('%j starts with what the host is passed', (argv, read) => {
  expect(readCommandLine(argv)).toEqual({ kind: 'start', ...read });
});

test('the table of README has the same flags in the same words', () => {
  const rows = [...readFileSync(join(top, 'README.md'), 'utf8').matchAll(/^\| `(-[^`]+)` \| (.+) \|$/gm)].map(([, flag, text]) => [
    flag,
    text,
  ]);
  expect(rows).toEqual(FLAGS.map((flag) => [usageOf(flag), flag.text]));
});

test('a download of Electron that failed is not tried again until a person asks', () => {
  const modules = join(folder, 'packages');
  mkdirSync(join(modules, 'electron'), { recursive: true });
  // Stands in for the package's own download, and counts its tries.
  writeFileSync(
    join(modules, 'electron/install.js'),
    `require('fs').appendFileSync(__dirname + '/tries', 'x'); console.error('getaddrinfo EAI_AGAIN example.invalid'); process.exit(1);`,
  );
  const tries = (): number => readFileSync(join(modules, 'electron/tries'), 'utf8').length;
  expect(electronRuntime(modules, false)).toBe(
    'The Electron runtime could not be downloaded (getaddrinfo EAI_AGAIN example.invalid). To try again: npm start -- --electron',
  );
  expect(electronRuntime(modules, false)).toMatch(
    /^The Electron runtime could not be downloaded on .*\d.* \(getaddrinfo EAI_AGAIN example\.invalid\)\. To try again: npm start -- --electron$/,
  );
  expect(tries()).toBe(1);
  electronRuntime(modules, true);
  expect(tries()).toBe(2);
  writeFileSync(
    join(modules, 'electron/install.js'),
    `require('fs').mkdirSync(__dirname + '/dist'); require('fs').writeFileSync(__dirname + '/path.txt', 'electron');`,
  );
  expect(electronRuntime(modules, true)).toBeUndefined();
  expect(electronRuntime(modules, false)).toBeUndefined();
});
