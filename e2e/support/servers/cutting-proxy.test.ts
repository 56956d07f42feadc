import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { started } from '../started.ts';
import { startCuttingProxy } from './cutting-proxy.ts';

const MB = 1024 * 1024;

const digestOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

test('an upload that is held, and one that begins meanwhile, arrive whole once the hold is lifted', async () => {
  const registry = createServer(async (request, response) => {
    const hash = createHash('sha256');
    for await (const chunk of request) {
      hash.update(chunk);
      // Slower than the proxy, so that it has to wait for the registry, too.
      await wait(5);
    }
    response.end(hash.digest('hex'));
  });
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  started({
    stop: async () => {
      registry.closeAllConnections();
      registry.close();
    },
  });
  const proxy = started(await startCuttingProxy((registry.address() as AddressInfo).port));
  proxy.hold = MB;
  const contents = Array.from({ length: 2 }, () => randomBytes(4 * MB));
  const send = async (body: Uint8Array<ArrayBuffer>): Promise<string> =>
    (await fetch(`${proxy.url}/v2/a/blobs/uploads/1`, { method: 'PATCH', body })).text();
  const sent: Promise<string>[] = [];
  for (const content of contents) {
    sent.push(send(content));
    await wait(300);
  }
  const held = proxy.uploaded;
  await wait(300);
  expect(proxy.uploaded).toBe(held);
  expect(held).toBeLessThan(2 * MB);
  proxy.hold = undefined;
  expect(await Promise.all(sent)).toEqual(contents.map(digestOf));
});
