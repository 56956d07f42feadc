import { isIP, type LookupFunction } from 'node:net';
import { expect } from 'vitest';
import type { RegistryClient } from '../../../electron/registry/client.ts';
import type { Credential, Endpoint, NetworkOptions } from '../../../electron/registry/endpoint.ts';
import { putImage, SampleStore } from '../../../electron/sample/store.ts';
import { connect } from '../connect.ts';
import type { Certificates } from '../servers/certificates.ts';
import { type FixedAnswer, type RecordingServer, startRecordingServer } from '../servers/recording-server.ts';
import { started } from '../started.ts';
import type { Behaviour } from './behaviour.ts';
import { RegistryDouble } from './double.ts';

/** A secret that is found again wherever it goes. */
export const SECRET = 'corréct-horse-8d1f';
export const password = { kind: 'password', username: 'sample', password: SECRET } as const satisfies Credential;
export const token = { kind: 'token', token: SECRET.replace('é', 'e') } as const satisfies Credential;
export const identity = { kind: 'identity', username: '', token: SECRET.replace('é', 'e') } as const satisfies Credential;

/** Everything that would give the secret away. */
const TRACES = [SECRET, SECRET.replace('é', 'e'), encodeURIComponent(SECRET), Buffer.from(`sample:${SECRET}`).toString('base64'), 'horse'];

/** An address of the internet that nobody has (RFC 5737). */
export const PUBLIC = '203.0.114.7';

/** A server that records what it is sent, stopped after the test. */
export const recording = async (answer: FixedAnswer = {}, certificates?: Certificates): Promise<RecordingServer> =>
  started(await startRecordingServer(answer, certificates));

/** A client that is closed after the test. */
export function client(
  url: string,
  credential?: Credential,
  extra: Partial<Endpoint> = {},
  network: Partial<NetworkOptions> = {},
): RegistryClient {
  const made = connect(url, credential, extra, network);
  started({ stop: () => made.close() });
  return made;
}

/** A registry whose password is the secret, stopped after the test. */
export async function registry(behaviour: Partial<Behaviour> = {}): Promise<RegistryDouble> {
  const store = new SampleStore();
  const plan = {
    layers: [{ instruction: 'RUN x', size: 10, seed: 'x' }],
    created: '2026-01-01T00:00:00Z',
    platform: { os: 'linux', architecture: 'amd64' },
  };
  putImage(store.repository('team/api'), plan, ['a', 'b', 'c']);
  const made = started(new RegistryDouble(store, { password: SECRET, ...behaviour }));
  await made.start();
  return made;
}

export function expectNoSecret(...texts: readonly string[]): void {
  for (const text of texts) for (const trace of TRACES) expect(text).not.toContain(trace);
}

/** Resolves names as a test says; what it does not name is loopback. `asked` records every question. */
export function resolver(addresses: Readonly<Record<string, readonly string[]>>): { lookup: LookupFunction; asked: string[] } {
  const asked: string[] = [];
  const lookup: LookupFunction = (hostname, options, callback) => {
    const times = asked.filter((name) => name === hostname).length;
    asked.push(hostname);
    const known = addresses[hostname] ?? ['127.0.0.1'];
    const address = known[Math.min(times, known.length - 1)] ?? '127.0.0.1';
    if (options.all) callback(null, [{ address, family: isIP(address) }]);
    else callback(null, address, isIP(address));
  };
  return { lookup, asked };
}
