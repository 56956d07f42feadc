import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { needs } from '../e2e/support/needs.ts';

/** A person without rights, by number; every Linux has this one. */
const NOBODY = 65_534;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'longshore-compiled-'));
  for (const name of ['code', 'cache']) mkdirSync(join(folder, name));
  copyFileSync(join(import.meta.dirname, 'compile-cache.ts'), join(folder, 'code/compile-cache.ts'));
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Where Node keeps what it compiles, once the installed code has said so. */
function keptBy(person?: number): string {
  const script = `(await import(${JSON.stringify(join(folder, 'code/compile-cache.ts'))})).keepCompiled();
    console.log((await import('node:module')).getCompileCacheDir());`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: folder,
    env: { XDG_CACHE_HOME: join(folder, 'cache') },
    encoding: 'utf8',
    ...(person === undefined ? {} : { uid: person, gid: person }),
  });
  return stdout;
}

test('what is compiled is kept in the cache of a person who may only read the code, else beside it', () => {
  needs('linux', 'root');
  chownSync(join(folder, 'cache'), NOBODY, NOBODY);
  expect(keptBy(NOBODY)).toContain(join(folder, 'cache/longshore/compiled'));
  expect(keptBy()).toContain(join(folder, 'code/.cache'));
  // Also where there is one already: it is another person's.
  expect(keptBy(NOBODY)).toContain(join(folder, 'cache/longshore/compiled'));
});
