// Installs what is missing and nothing twice. Plain Node 20 and no dependencies: it runs before there are any.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export const top = join(import.meta.dirname, '..');
export const modules = join(top, 'node_modules');
const stamp = join(modules, '.longshore-setup');
const system = process.platform === 'win32' ? 'win' : process.platform;
// The package's own folder: npm 10 loses the link in .bin when it drops the packages of other platforms.
const first = [join(modules, `node-${system}-${process.arch}`, 'bin'), join(modules, '.bin')];

/** The environment in which the project's own Node (an optional dependency, one a platform) and tools come first. */
export function projectEnv(extra = {}) {
  return { ...process.env, PATH: [...first, process.env.PATH ?? ''].join(delimiter), ...extra };
}

/**
 * The environment of the browser host: one heap for all its threads. With a heap for each, glibc keeps some 10 MB that were freed. Other systems
 * ignore it.
 */
export const hostEnv = { MALLOC_ARENA_MAX: process.env.MALLOC_ARENA_MAX ?? '1' };

/** Runs a command to its end; ends this process with its status when it fails. */
export function run(command, args, options = {}) {
  const shell = process.platform === 'win32';
  const result = spawnSync(command, args, { cwd: top, stdio: 'inherit', env: projectEnv(), shell, ...options });
  if (result.status !== 0) process.exit(result.status ?? 1);
}

/** Whether a command ends well, without its output. */
export function succeeds(command, args) {
  return spawnSync(command, args, { cwd: top, stdio: 'ignore', env: projectEnv() }).status === 0;
}

/** The major version of the Node that runs the project: its own, or the system's where the lock file has none for this platform. */
function nodeMajor() {
  const { stdout } = spawnSync('node', ['-v'], { cwd: top, env: projectEnv(), encoding: 'utf8', shell: process.platform === 'win32' });
  return Number(/^v(\d+)/.exec(stdout ?? '')?.[1] ?? 0);
}

function lockHash() {
  const lock = readFileSync(join(top, 'package-lock.json'));
  return createHash('sha256').update(lock).update(`${process.platform} ${process.arch}`).digest('hex');
}

/** The packages of the lock file, installed when they are not or when the lock file changed. */
export function installPackages() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Longshore needs Node 20.19 or newer to set itself up; this is ${process.versions.node}.`);
    process.exit(1);
  }
  const hash = lockHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  console.error('Installing packages (once)...');
  // What npm says goes to standard error: the browser host promises one line on standard output.
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: ['ignore', 2, 2] });
  if (nodeMajor() < 24) {
    console.error(
      `Longshore runs on Node 24. It has none for this system (${process.platform} ${process.arch}): install Node 24 or newer.`,
    );
    process.exit(1);
  }
  writeFileSync(stamp, hash);
}

function newestSource(folder) {
  // Modification times are cheap, and a checkout sets them.
  const list = spawnSync('git', ['ls-files', '-co', '--exclude-standard', '--', ...folder], { cwd: top, encoding: 'utf8' });
  const files = list.status === 0 ? list.stdout.split('\n').filter(Boolean) : [];
  const hash = createHash('sha256').update(lockHash());
  for (const file of files.sort()) if (existsSync(join(top, file))) hash.update(file).update(readFileSync(join(top, file)));
  return files.length === 0 ? undefined : hash.digest('hex');
}

/** What the build is made by. */
const builders = ['electron.vite.config.ts', 'first-screen.ts', 'unused-schemas.ts', 'pack/bundled.ts'].map((name) => `build/${name}`);

/** Builds what the hosts run, when a source changed. */
export function buildApp() {
  const mark = join(top, 'out', '.built');
  const hash = newestSource(['shared', 'electron', 'renderer', ...builders, 'package.json', 'tsconfig.json']);
  if (hash !== undefined && existsSync(mark) && readFileSync(mark, 'utf8') === hash) return;
  run('electron-vite', ['build', '--config', 'build/electron.vite.config.ts', '--logLevel', 'warn'], { stdio: ['ignore', 2, 2] });
  if (hash !== undefined) writeFileSync(mark, hash);
}
