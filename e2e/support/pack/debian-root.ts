import { cp, mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { run } from '../process.ts';

/** What the scripts of a package call, and dpkg for them. */
const PROGRAMS =
  '/bin/bash /bin/sh /bin/chmod /bin/cp /bin/ln /bin/readlink /bin/rm /bin/true /usr/bin/unshare /usr/bin/update-alternatives'.split(' ');

export type DebianRoot = {
  readonly folder: string;
  dpkg(...args: readonly string[]): Promise<string>;
  /** Runs a program inside; what it said and how it ended. */
  enter(...command: readonly string[]): Promise<{ readonly code: number; readonly error: string }>;
  /** Every path inside but those in which dpkg keeps its own records. */
  paths(): Promise<readonly string[]>;
  remove(): Promise<void>;
};

async function copyProgram(program: string, root: string): Promise<void> {
  const libraries = [...(await run('ldd', [program])).matchAll(/(\/[^\s:]+)/g)].map(([, path = '']) => path);
  for (const path of [program, ...libraries]) {
    const target = join(root, await realpath(dirname(path)), basename(path));
    await mkdir(dirname(target), { recursive: true });
    await cp(path, target, { dereference: true });
  }
}

async function walk(folder: string, prefix = ''): Promise<string[]> {
  const entries = await readdir(join(folder, prefix), { withFileTypes: true });
  const nested = entries.map((entry) => {
    const path = join(prefix, entry.name);
    return entry.isDirectory() ? walk(folder, path).then((inside) => [path, ...inside]) : [path];
  });
  return (await Promise.all(nested)).flat();
}

/** A system of its own, with nothing but a shell and dpkg's records: packages are installed in it and purged again. Needs root, for `chroot`. */
export async function createDebianRoot(): Promise<DebianRoot> {
  const folder = await mkdtemp(join(tmpdir(), 'longshore-root-'));
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    await mkdir(join(folder, 'usr', name), { recursive: true });
    await symlink(`usr/${name}`, join(folder, name));
  }
  for (const name of ['etc/alternatives', 'tmp', 'dev', 'var/log', 'var/lib/dpkg/info', 'var/lib/dpkg/updates'])
    await mkdir(join(folder, name), { recursive: true });
  for (const name of ['status', 'available']) await writeFile(join(folder, 'var/lib/dpkg', name), '');
  await writeFile(join(folder, 'dev/null'), '');
  for (const program of PROGRAMS) await copyProgram(program, folder);
  return {
    folder,
    dpkg: (...args) => run('dpkg', [`--root=${folder}`, '--force-depends', '--force-bad-path', ...args]),
    async enter(...command) {
      const failed = await run('chroot', [folder, ...command]).then(
        () => undefined,
        (error: { code: number; stderr: string }) => error,
      );
      return { code: failed?.code ?? 0, error: failed?.stderr ?? '' };
    },
    paths: async () => (await walk(folder)).filter((path) => !/^var\/(?:lib\/dpkg|log)\/|^dev\/null$/.test(path)).toSorted(),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
