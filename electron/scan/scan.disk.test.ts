import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { RegistryDouble } from '../../e2e/support/registry/double.ts';
import { started } from '../../e2e/support/started.ts';
import { putImage, SampleStore } from '../sample/store.ts';

const REPOSITORIES = 24;
const TAGS = 30;

/** A registry whose index takes more room than there is. */
function filled(): SampleStore {
  const store = new SampleStore();
  const platform = { os: 'linux', architecture: 'amd64' };
  for (let at = 0; at < REPOSITORIES; at++)
    for (let tag = 0; tag < TAGS; tag++)
      putImage(
        store.repository(`team/service-${at}`),
        { layers: [], created: '2026-01-01T00:00:00Z', platform, config: { seed: `${at} ${tag}` } },
        [`build-${tag}`],
      );
  return store;
}

test('on a disk that becomes full, a scan reads everything, says so once, and browsing and search go on', async () => {
  const registry = started(new RegistryDouble(filled()));
  const script = join(import.meta.dirname, '../../e2e/support/scan-on-full-disk.ts');
  // Blocks of 1,024 bytes that a file may have: the log of the index reaches that after some of the repositories.
  const child = spawn('bash', ['-c', 'ulimit -f 2000; exec "$0" "$@"', process.execPath, script, await registry.start()]);
  const ended = once(child, 'close');
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await ended;
  expect(errors).toBe('');
  expect(JSON.parse(output)).toEqual({
    state: 'done',
    result: { kind: 'scan', read: REPOSITORIES, total: REPOSITORIES, problems: [], problemCount: 0, trouble: 'memory-only' },
    coverage: { read: REPOSITORIES, known: REPOSITORIES, oldest: expect.any(String) },
    browsed: TAGS,
    found: REPOSITORIES,
    said: 1,
  });
  // It became full on the way: what was in the index by then is read once more.
  const lists = registry.requests.filter(({ path }) => path.includes('/tags/list')).length;
  expect(lists).toBeGreaterThan(REPOSITORIES + 1);
  expect(lists).toBeLessThanOrEqual(2 * REPOSITORIES + 1);
});
