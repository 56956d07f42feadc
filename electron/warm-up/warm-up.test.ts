import { createConnection, Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { oneByOne, type TagDetail } from '../../shared/contract/tags.ts';
import { splitNames } from '../../shared/name-lines.ts';
import { readMadeUp, warmUp } from './warm-up.ts';

afterEach(() => vi.restoreAllMocks());

test('a repository that is made up is read as a real one is, without a connection', async () => {
  const connect = vi.spyOn(Socket.prototype, 'connect');
  const names: string[] = [];
  const details: TagDetail[] = [];
  for await (const told of readMadeUp(new AbortController().signal))
    for (const event of oneByOne(told)) {
      if (event.kind === 'names') names.push(...splitNames(event.names));
      if (event.kind === 'details') details.push(...event.details);
    }
  expect(names).toHaveLength(48);
  // First the manifests of what is not on screen are read, then their configs.
  const whole = details.filter((row) => row.state === 'read' && row.created === '2026-01-01T00:00:00.000Z' && row.platforms.length === 1);
  expect(new Set(whole.map(({ tag }) => tag))).toEqual(new Set(names));
  expect(details.filter(({ state }) => state !== 'read')).toEqual([]);
  expect(connect).not.toHaveBeenCalled();
  // The spy sees what connects.
  createConnection({ port: 9, host: '127.0.0.1' })
    .on('error', () => {})
    .destroy();
  expect(connect).toHaveBeenCalledOnce();
});

test('it ends by itself, and at once when the application is closed', async () => {
  await expect(warmUp(new AbortController().signal)).resolves.toBeUndefined();
  const closing = new AbortController();
  const warming = warmUp(closing.signal);
  closing.abort();
  await expect(warming).rejects.toThrow('aborted');
});
