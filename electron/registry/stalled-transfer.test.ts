import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { connect } from '../../e2e/support/registry/connected.ts';
import { started } from '../../e2e/support/started.ts';
import { reportSilence } from './http/silence.ts';

const BLOB = `sha256:${'a'.repeat(64)}`;

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  started({
    stop: async () => {
      server.closeAllConnections();
      server.close();
    },
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function* parts(count: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < count; i++) yield Buffer.alloc(256 * 1024);
}

/** When a person is told of hosts, in seconds after the work began; the work is given up after 8 s. */
async function toldIn(work: (signal: AbortSignal) => Promise<unknown>): Promise<{ host: string; after: number }[]> {
  const began = performance.now();
  const told: { host: string; after: number }[] = [];
  const signal = AbortSignal.timeout(8_000);
  await reportSilence(
    (silent) => silent && told.push({ host: silent.host, after: (performance.now() - began) / 1000 }),
    () => work(signal),
  ).catch(() => {});
  return told;
}

test('a registry that stops taking an upload is told of 3 s after the last part that it took, not at its time-out', async () => {
  const host = await serve((request) => {
    request.once('data', () => request.pause());
  });
  const upload = { url: new URL(`http://${host}/v2/team/api/blobs/uploads/1`), scopes: [] };
  const told = await toldIn((signal) =>
    connect(`http://${host}`).blobs.write(upload, parts(64), { offset: 0, size: 64 * 256 * 1024 }, signal),
  );
  expect(told.map((one) => one.host)).toEqual([host]);
  expect(told[0]?.after).toBeGreaterThan(2.9);
  expect(told[0]?.after).toBeLessThan(6);
});

test('a registry that takes an upload slowly is not told of, nor is one whose content is late', async () => {
  const host = await serve((request, response) => {
    const timer = setInterval(() => void (request.isPaused() ? request.resume() : request.pause()), 500);
    request.on('data', () => {});
    request.on('end', () => {
      clearInterval(timer);
      response.writeHead(202, { location: '/v2/team/api/blobs/uploads/1' }).end();
    });
  });
  async function* late(): AsyncGenerator<Uint8Array> {
    yield Buffer.alloc(10);
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    yield Buffer.alloc(10);
  }
  const upload = { url: new URL(`http://${host}/v2/team/api/blobs/uploads/1`), scopes: [] };
  const told = await toldIn((signal) => connect(`http://${host}`).blobs.write(upload, late(), { offset: 0, size: 20 }, signal));
  expect(told).toEqual([]);
});

test('a registry that stops in the middle of a blob that is read is told of, although a socket of another registry asks for it', async () => {
  const source = await serve((_, response) => {
    response.writeHead(200, { 'content-length': String(1024 * 1024) });
    response.write(Buffer.alloc(100_000));
  });
  const target = await serve((request) => request.on('data', () => {}));
  const upload = { url: new URL(`http://${target}/v2/team/api/blobs/uploads/1`), scopes: [] };
  const told = await toldIn((signal) =>
    connect(`http://${target}`).blobs.write(
      upload,
      connect(`http://${source}`).blobs.read('team/api', BLOB, 0, signal),
      { offset: 0, size: 1024 * 1024 },
      signal,
    ),
  );
  expect(told.map((one) => one.host)).toEqual([source]);
  expect(told[0]?.after).toBeLessThan(6);
});
