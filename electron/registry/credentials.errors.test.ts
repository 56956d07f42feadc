import { describe, expect, test } from 'vitest';
import { connectionTo, failureOf } from '../../e2e/support/connect.ts';
import { processorTime } from '../../e2e/support/patience.ts';
import type { Behaviour } from '../../e2e/support/registry/behaviour.ts';
import {
  client,
  expectNoSecret,
  identity,
  password,
  recording,
  registry,
  SECRET,
  token,
} from '../../e2e/support/registry/secret-sign-in.ts';
import { hiderOf, secretsOf } from './auth/redact.ts';
import type { Credential } from './endpoint.ts';
import { dockerHub } from './products/docker-hub.ts';

describe('errors', () => {
  test.each<[string, Partial<Behaviour>, Credential]>([
    ['a password over Basic', { auth: 'basic', password: 'other' }, password],
    ['a password over a token service', { auth: 'bearer', password: 'other' }, password],
    ['a pasted token', { auth: 'bearer' }, token],
    ['an identity token', { auth: 'bearer' }, identity],
  ])('the failure of %s carries nothing of it', async (_, behaviour, credential) => {
    const from = await registry(behaviour);
    const failure = await client(from.url, credential)
      .head('team/api', 'a')
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expectNoSecret(JSON.stringify(failure), String(failure), (failure as Error).stack ?? '', String((failure as Error).cause));
  });

  /** A password of everything that is escaped somewhere. */
  const TRICKY = 'a"b\\c/d&e<f>g\'h%i+j k=é€𝄞-horse';
  const utf8 = (text: string): string[] => [...Buffer.from(text, 'utf8')].map((byte) => byte.toString(16).padStart(2, '0'));
  const unicode = (text: string): string =>
    [...Array(text.length).keys()].map((i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`).join('');
  const html = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
  const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
  /** How a registry may repeat what it was sent, as it stands in a message. */
  const echoes: [string, (secret: string) => string][] = [
    ['as it is', (secret) => secret],
    ['with the bytes taken for Latin-1', (secret) => Buffer.from(secret, 'utf8').toString('latin1')],
    ['escaped for JSON', (secret) => JSON.stringify(secret)],
    ['escaped for JSON in ASCII', unicode],
    [
      'escaped for JSON as Go does',
      (secret) => JSON.stringify(secret).replaceAll('<', '\\u003c').replaceAll('>', '\\u003E').replaceAll('&', '\\u0026'),
    ],
    ['escaped for JSON twice', (secret) => JSON.stringify(JSON.stringify(secret))],
    ['escaped for an address', (secret) => `https://x/?password=${encodeURIComponent(secret)}&y`],
    [
      'escaped for an address, all of it',
      (secret) =>
        utf8(secret)
          .map((byte) => `%${byte}`)
          .join(''),
    ],
    ['as a form is sent', (secret) => new URLSearchParams({ secret }).toString()],
    ['escaped for HTML', html],
    ['escaped for HTML by number', (secret) => [...secret].map((char) => `&#${char.codePointAt(0)};`).join('')],
    ['escaped for HTML in hexadecimal', (secret) => [...secret].map((char) => `&#X${char.codePointAt(0)?.toString(16)};`).join('')],
    ['escaped for an address and then for HTML', (secret) => html(`?a=b&password=${encodeURIComponent(secret)}`)],
    ['in base64', base64],
    ['in base64 with the name', (secret) => `Authorization: Basic ${base64(`sample:${secret}`)}`],
    ['in base64 with another name', (secret) => `{"auth":"${base64(`robot$x:${secret}`)}"}`],
    ['in base64 for addresses, without the end', (secret) => Buffer.from(`sample:${secret}`).toString('base64url')],
    ['in base64 inside an address', (secret) => encodeURIComponent(base64(secret))],
  ];
  const secrets: [string, string][] = [
    ['an ordinary password', SECRET],
    ['a password of signs', TRICKY],
    ['a short password', 'pw1'],
  ];

  /** What a person could read the secret from. */
  function expectHidden(shown: string, secret: string, echo: string): void {
    expect(shown).not.toContain(secret);
    expect(shown).not.toContain(echo);
    expect(JSON.parse(`"${shown.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`)).not.toContain(secret);
  }

  describe.each(secrets)('%s that a registry repeats', (_, secret) => {
    // A few bytes in base64 beside others are in any word.
    const sure = echoes.filter(([name]) => secret.length > 4 || name !== 'in base64 with another name');
    test.each(sure)('%s is shown nowhere in its answer', async (_name, make) => {
      const echo = make(secret);
      const bodies = {
        message: JSON.stringify({ errors: [{ code: 'BAD', message: `what you sent was ${echo} and more` }] }),
        code: JSON.stringify({ errors: [{ code: echo, message: 'bad' }] }),
        page: `<html><body>what you sent was ${echo} and more</body></html>`,
        cut: JSON.stringify({ errors: [{ code: 'BAD', message: `${'.'.repeat(285)} ${echo}` }] }),
      };
      const from = await registry({ auth: 'basic', password: secret });
      const asked = client(from.url, { ...password, password: secret });
      await asked.ping();
      for (const [place, body] of Object.entries(bodies))
        for (const status of [400, 403, 404]) {
          from.fault = () => ({ kind: 'status', status, body });
          const failure = await failureOf(asked.manifest('team/api', 'a'));
          const said = (failure.data['errors'] as { code: string; message: string }[] | undefined) ?? [];
          expect([place, said.length]).toEqual([place, 1]);
          for (const { code, message } of said) {
            expectHidden(code, secret, echo);
            expectHidden(message, secret, echo);
            if (place === 'cut' && [secret, base64(secret)].includes(echo))
              expect(message.replace(/^[.\s]+/, '')).not.toContain(echo.slice(0, 6));
          }
          if (place === 'message') expect(said[0]?.message).toMatch(/^what you sent was .*…/);
        }
    });
  });

  test('a token that a service gave is hidden like a password, and so is the answer to a delete', async () => {
    const from = await registry({ auth: 'bearer' });
    const asked = client(from.url, password);
    await asked.head('team/api', 'a');
    const sent = from.requests.at(-1)?.authorization?.slice('Bearer '.length) ?? '';
    expect(sent.length).toBeGreaterThan(10);
    const body = JSON.stringify({ errors: [{ code: 'DENIED', message: `your token ${sent}, your password ${SECRET}` }] });
    from.fault = () => ({ kind: 'status', status: 405, body });
    const { errors } = await asked.deleteManifest('team/api', `sha256:${'a'.repeat(64)}`);
    expect(errors).toEqual([{ code: 'DENIED', message: 'your token …, your password …' }]);
  });

  test("Docker Hub's own sign-in, which has the password in its body, is not quoted with it", async () => {
    const place = await recording({ status: 400, body: JSON.stringify({ errors: [{ code: 'BAD', message: `no ${SECRET}` }] }) });
    const hub = dockerHub(connectionTo('https://registry-1.docker.io', password), { userAgent: 'test', productApi: place.url });
    const failure = await failureOf(hub.repositories?.(undefined).next() ?? Promise.resolve());
    expect(place.received.join('')).toContain(SECRET);
    expect(failure.data['errors']).toEqual([{ code: 'BAD', message: 'no …' }]);
    await hub.close?.();
  });

  test('what is no secret is shown as the registry said it', async () => {
    const from = await registry({ auth: 'basic' });
    const asked = client(from.url, password);
    await asked.ping();
    const message = 'manifest unknown: tag "50%+1" & <none> in C:\\x\\u00e9, sample:c2FtcGxlOg==';
    from.fault = () => ({ kind: 'status', status: 400, body: JSON.stringify({ errors: [{ code: 'BAD', message }] }) });
    expect((await failureOf(asked.manifest('team/api', 'a'))).data['errors']).toEqual([{ code: 'BAD', message }]);
  });

  test('hiding takes no longer than 50 ms of the processor for an answer that is all escapes', async () => {
    const credential: Credential = { ...password, password: '%26%26&amp;\\u0026'.repeat(20) };
    const hider = hiderOf(secretsOf(credential));
    for (const unit of ['&amp;', '%26', '\\u0026', '%26amp;', '\\\\u0026#38;', '+', 'YWJj'])
      for (const wrap of [
        (text: string) => text,
        (text: string) =>
          JSON.stringify({ errors: Array.from({ length: 10 }, () => ({ code: text.slice(0, 3_000), message: text.slice(0, 3_000) })) }),
      ]) {
        const body = Buffer.from(wrap(unit.repeat(Math.floor(65_536 / unit.length))));
        // The quickest of three: one of them may have to collect garbage.
        const took = [1, 2, 3].map(() => processorTime(() => hider.body(body)));
        expect([unit, Math.min(...took) < 50]).toEqual([unit, true]);
      }
  });

  test('nor is a token service that repeats it', async () => {
    const body = JSON.stringify({ errors: [{ code: 'BAD', message: `cannot use ${SECRET}` }] });
    const service = await recording({ status: 400, body });
    const from = await registry({ auth: 'bearer', realm: `${service.url}/token` });
    const failure = await failureOf(client(from.url, password).ping());
    expect(failure).toMatchObject({ code: 'REGISTRY', data: { status: 400 } });
    expectNoSecret(JSON.stringify(failure));
  });
});
