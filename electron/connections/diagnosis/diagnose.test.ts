import { afterEach, describe, expect, test } from 'vitest';
import { connectionTo } from '../../../e2e/support/connect.ts';
import { pushImage } from '../../../e2e/support/content/images.ts';
import { freePort } from '../../../e2e/support/process.ts';
import { RegistryDouble } from '../../../e2e/support/registry/double.ts';
import { makeCertificates } from '../../../e2e/support/servers/certificates.ts';
import { startDistribution } from '../../../e2e/support/servers/distribution.ts';
import { startRecordingServer } from '../../../e2e/support/servers/recording-server.ts';
import { startTinyproxy } from '../../../e2e/support/servers/tinyproxy.ts';
import { startTokenService } from '../../../e2e/support/servers/token-service.ts';
import type { DiagnosisStep } from '../../../shared/contract/diagnosis.ts';
import type { Credential, Endpoint } from '../../registry/endpoint.ts';
import { diagnose } from './diagnose.ts';

const password: Credential = { kind: 'password', username: 'reader', password: 'corréct-horse' };

const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const part of open.splice(0).reverse()) await part.stop();
});

function started<T extends { stop(): Promise<void> }>(part: T): T {
  open.push(part);
  return part;
}

async function diagnosis(
  url: string,
  credential?: Credential,
  extra: Partial<Endpoint> = {},
  question: { repository?: string; deletes?: boolean } = {},
): Promise<{ steps: DiagnosisStep[]; healthy: boolean; last: DiagnosisStep | undefined }> {
  const target = { endpoint: connectionTo(url, credential, extra), network: { userAgent: 'test' }, url: new URL(url) };
  const asked = { repository: question.repository, deletes: question.deletes ?? false };
  const steps: DiagnosisStep[] = [];
  let healthy = false;
  for await (const event of diagnose(target, asked, undefined)) {
    if (event.kind === 'step') steps.push(event.step);
    if (event.kind === 'end') ({ healthy } = event);
  }
  return { steps, healthy, last: steps.at(-1) };
}

const factsOf = (steps: readonly DiagnosisStep[], name: DiagnosisStep['name']): Record<string, string> =>
  Object.fromEntries((steps.find((step) => step.name === name)?.facts ?? []).map(({ key, value }) => [key, value]));

describe('a healthy registry', () => {
  test('every step of one with a token service, with what was asked for and granted', async () => {
    const tokens = started(await startTokenService('reader', 'corréct-horse'));
    const { host, url } = started(await startDistribution({ token: tokens, deletes: true }));
    await pushImage({ layers: [1000] }, { host, repository: 'team/api', tags: ['1.0'], credentials: 'reader:corréct-horse' });
    const { steps, healthy } = await diagnosis(url, password, {}, { deletes: true });
    expect(healthy).toBe(true);
    expect(steps.map(({ name, result }) => `${name} ${result}`)).toEqual([
      'address ok',
      'proxy skipped',
      'name ok',
      'tcp ok',
      'tls skipped',
      'api ok',
      'challenge ok',
      'sign-in ok',
      'list ok',
      'read ok',
      'delete ok',
    ]);
    expect(factsOf(steps, 'challenge')).toMatchObject({ schemes: 'bearer', realm: tokens.realm, service: 'test-registry' });
    expect(factsOf(steps, 'read')).toMatchObject({ asked: 'repository:team/api:pull', granted: 'repository:team/api:pull', tags: '1' });
    expect(factsOf(steps, 'delete')).toMatchObject({ 'by-digest': 'works', 'by-tag': 'refused' });
    expect(steps.every(({ took }) => took >= 0)).toBe(true);
    expect(JSON.stringify(steps)).not.toMatch(/horse|eyJ/);
  });

  test('TLS tells the chain and the protocol, and an own authority is named as the reason for trust', async () => {
    const certificates = await makeCertificates();
    const { url } = started(await startDistribution({ tls: certificates }));
    const { steps } = await diagnosis(url, undefined, { ca: certificates.authorityPem });
    const tls = steps.find(({ name }) => name === 'tls');
    expect(tls).toMatchObject({ result: 'ok', note: 'own-authority', chain: [{ issuer: 'Example Corp Internal CA' }, {}] });
    expect(factsOf(steps, 'tls')['protocol']).toBe('TLSv1.3');
  });

  test('behind a proxy the proxy is shown without its password, and does the rest', async () => {
    const { url } = started(await startDistribution());
    const proxy = started(await startTinyproxy({ username: 'worker', password: 'through-me' }));
    const through = { kind: 'given', url: proxy.url, username: 'worker', password: async () => 'through-me' } as const;
    const { steps, healthy } = await diagnosis(url, undefined, { proxy: through });
    expect(healthy).toBe(true);
    expect(factsOf(steps, 'proxy')).toEqual({ proxy: proxy.url });
    expect(steps.find(({ name }) => name === 'tcp')).toMatchObject({ result: 'skipped', note: 'through-proxy' });
    expect(JSON.stringify(steps)).not.toContain('through-me');
  });

  test('a server that repeats the password of an earlier diagnosis is not quoted with it', async () => {
    const echo = Buffer.from('reader:corréct-horse').toString('base64');
    const challenge = `Bearer realm="https://auth.example.com/token?p=${encodeURIComponent('corréct-horse')}",service="${echo}"`;
    const asks = started(await startRecordingServer({ status: 401, headers: { 'www-authenticate': challenge } }));
    const { steps } = await diagnosis(asks.url, password);
    expect(factsOf(steps, 'challenge')).toMatchObject({ realm: 'https://auth.example.com/token?p=…', service: '…' });
    const fails = started(
      await startRecordingServer({ status: 500, body: JSON.stringify({ errors: [{ code: 'X', message: `not ${echo}` }] }) }),
    );
    const { last } = await diagnosis(fails.url, password);
    expect(last).toMatchObject({ name: 'api', failure: { code: 'REGISTRY', data: { errors: [{ message: 'not …' }] } } });
  });

  test('one that lists nothing is well, and says so', async () => {
    const registry = started(new RegistryDouble(undefined, { catalog: 'missing' }));
    const { steps, healthy } = await diagnosis(await registry.start());
    expect(healthy).toBe(true);
    expect(steps.find(({ name }) => name === 'list')).toMatchObject({ result: 'notice', note: 'not-listed' });
    expect(steps.find(({ name }) => name === 'read')).toMatchObject({ result: 'skipped', note: 'no-repository' });
  });
});

/** Ways in which a connection fails, each made for real: where it stops, and what the failure is. */
const failures: readonly [string, () => Promise<Awaited<ReturnType<typeof diagnosis>>>, DiagnosisStep['name'], object][] = [
  ['an unknown host', () => diagnosis('https://registry.invalid'), 'name', { code: 'NETWORK', data: { reason: 'unknown-host' } }],
  [
    'a closed port',
    async () => diagnosis(`https://127.0.0.1:${await freePort()}`),
    'tcp',
    { code: 'NETWORK', data: { reason: 'refused' } },
  ],
  [
    'plain http on a TLS port',
    async () => diagnosis(started(await startDistribution({ tls: await makeCertificates() })).url.replace('https:', 'http:')),
    'api',
    { code: 'TLS', data: { reason: 'tls-expected' } },
  ],
  [
    'TLS on a plain port',
    async () => diagnosis(started(await startDistribution()).url.replace('http:', 'https:')),
    'tls',
    { code: 'TLS', data: { reason: 'not-tls' } },
  ],
  [
    'an expired certificate',
    async () => {
      const certificates = await makeCertificates({ expired: true });
      return diagnosis(started(await startDistribution({ tls: certificates })).url, undefined, { ca: certificates.authorityPem });
    },
    'tls',
    { code: 'TLS', data: { reason: 'expired' } },
  ],
  [
    'a certificate of another name',
    async () => {
      const certificates = await makeCertificates({ names: 'DNS:elsewhere.example.com' });
      return diagnosis(started(await startDistribution({ tls: certificates })).url, undefined, { ca: certificates.authorityPem });
    },
    'tls',
    { code: 'TLS', data: { reason: 'wrong-name' } },
  ],
  [
    'an unknown authority',
    async () => diagnosis(started(await startDistribution({ tls: await makeCertificates() })).url),
    'tls',
    { code: 'TLS', data: { reason: 'unknown-authority' } },
  ],
  [
    'a missing client certificate',
    async () => {
      const certificates = await makeCertificates();
      const { url } = started(await startDistribution({ tls: { ...certificates, clientAuthority: certificates.authority } }));
      return diagnosis(url, undefined, { ca: certificates.authorityPem });
    },
    'api',
    { code: 'TLS', data: { reason: 'client-certificate' } },
  ],
  [
    'a wrong password',
    async () => {
      const { url } = started(await startDistribution({ htpasswd: { username: 'reader', password: 'right' } }));
      return diagnosis(url, password);
    },
    'sign-in',
    { code: 'UNAUTHORIZED', data: { reason: 'rejected' } },
  ],
  [
    'the right password without rights',
    async () => {
      const tokens = started(await startTokenService('reader', 'corréct-horse', 300, []));
      return diagnosis(started(await startDistribution({ token: tokens })).url, password, {}, { repository: 'team/api' });
    },
    'read',
    { code: 'FORBIDDEN', data: { action: 'list' } },
  ],
];

test.each(failures)('%s is named, at the step where it stops', async (_, make, step, failure) => {
  const { last, healthy } = await make();
  expect(healthy).toBe(false);
  expect(last).toMatchObject({ name: step, result: 'failed', failure });
});
