import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { needs } from '../../e2e/support/needs.ts';
import { prepareDataFolder } from './data-folder.ts';
import { FolderLock } from './folder-lock.ts';

const top = mkdtempSync(join(tmpdir(), 'longshore-folder-'));
afterAll(() => rmSync(top, { recursive: true, force: true }));

const modeOf = (folder: string): string => (statSync(folder).mode & 0o777).toString(8);

test('a data folder that is made is for this person alone, and so is the usual one; another one that was there keeps its mode', () => {
  needs('posix');
  const made = join(top, 'new/data');
  prepareDataFolder(made);
  expect([modeOf(made), modeOf(join(top, 'new'))]).toEqual(['700', '700']);
  const given = join(top, 'given');
  mkdirSync(given);
  chmodSync(given, 0o755);
  prepareDataFolder(given);
  expect(modeOf(given)).toBe('755');
  const before = process.env['XDG_CONFIG_HOME'];
  process.env['XDG_CONFIG_HOME'] = top;
  try {
    const usual = join(top, 'Longshore');
    mkdirSync(usual);
    chmodSync(usual, 0o755);
    prepareDataFolder(usual);
    expect(modeOf(usual)).toBe(process.platform === 'linux' ? '700' : '755');
  } finally {
    if (before === undefined) delete process.env['XDG_CONFIG_HOME'];
    else process.env['XDG_CONFIG_HOME'] = before;
  }
});

// In a process of its own, which can be ended: Node's own recursive mkdir does not return there.
test('a folder that cannot be made is refused at once', () => {
  needs('linux');
  const module = JSON.stringify(join(import.meta.dirname, 'data-folder.ts'));
  const script = `import { prepareDataFolder } from ${module};
    for (const folder of ['/proc/longshore', '/proc/longshore/below', '/proc/self/longshore'])
      try { prepareDataFolder(folder); } catch (error) { console.log(error.code, error.data.path, error.data.reason, error.data.code); }`;
  const { stdout, signal } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { timeout: 10_000, encoding: 'utf8' });
  expect({ lines: stdout.trim().split('\n'), signal }).toEqual({
    lines: [
      'STORAGE /proc/longshore missing ENOENT',
      'STORAGE /proc/longshore/below missing ENOENT',
      'STORAGE /proc/self/longshore missing ENOENT',
    ],
    signal: null,
  });
});

test('a folder that cannot be written says so, and not what SQLite calls it', () => {
  needs('linux');
  expect(() => FolderLock.take('/proc/self')).toThrow(
    expect.objectContaining({ code: 'STORAGE', data: { path: '/proc/self/longshore.lock', reason: 'denied', code: 'EACCES' } }),
  );
});
