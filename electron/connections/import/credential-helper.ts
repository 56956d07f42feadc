import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { z } from 'zod';
import { Failure } from '../../../shared/errors.ts';
import { aliasOfHost } from '../../../shared/products/products.ts';
import type { Credential } from '../../registry/endpoint.ts';

const TIMEOUT = 30_000;
const LIMIT = 1024 * 1024;
/** Where programs are that a desktop application's PATH often leaves out. */
const MORE_PATHS = ['/usr/local/bin', '/opt/homebrew/bin', '/Applications/Docker.app/Contents/Resources/bin'];
/** What Docker writes as the name where the secret is an identity token. */
const TOKEN_NAME = '<token>';

const found = z.object({ Username: z.string(), Secret: z.string() });
const listed = z.record(z.string(), z.string());

const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: [process.env['PATH'] ?? '', ...(process.platform === 'win32' ? [] : MORE_PATHS)].filter(Boolean).join(delimiter),
});

/** Runs `docker-credential-<name> <verb>` with a line on its standard input: its standard output, and whether it ended well. */
function runHelper(name: string, verb: 'get' | 'list', line: string): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve, reject) => {
    const program = `docker-credential-${name}`;
    const child = spawn(program, [verb], { env: environment(), stdio: ['pipe', 'pipe', 'ignore'], timeout: TIMEOUT, windowsHide: true });
    const chunks: Buffer[] = [];
    let size = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size > LIMIT) child.kill();
      else chunks.push(chunk);
    });
    child.once('error', () => reject(new Failure('KEYCHAIN', { reason: 'helper-missing', program })));
    const end = (code: number | null): void => resolve({ ok: code === 0 && size <= LIMIT, output: Buffer.concat(chunks).toString('utf8') });
    child.once('close', end);
    // A child of its own may hold the output open after it has ended: what it said is there a moment later.
    child.once('exit', (code) => setTimeout(() => end(code), 500).unref());
    // It may end without reading.
    child.stdin.on('error', () => {});
    child.stdin.end(line);
  });
}

function parse<T>(schema: z.ZodType<T>, text: string, program: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    // The output may hold a secret: it is never quoted.
    throw new Failure('KEYCHAIN', { reason: 'helper-unreadable', program });
  }
}

/** The names under which Docker keeps a registry's password, likeliest first. */
function serversOf(url: string): string[] {
  const { host, hostname } = new URL(url);
  const alias = aliasOfHost(hostname);
  if (alias?.host === hostname) return [...alias.credentialKeys];
  return [host, `https://${host}`, `https://${host}/v2/`, `https://${host}/v1/`];
}

/**
 * The credential that a Docker credential helper knows for a registry, asked for afresh; undefined where it knows none. The name becomes part of a
 * program's name and is checked where it enters. @throws Failure KEYCHAIN where the helper is missing or broken.
 */
export async function askHelper(name: string, url: string): Promise<Credential | undefined> {
  for (const server of serversOf(url)) {
    const { ok, output } = await runHelper(name, 'get', `${server}\n`);
    if (!ok) {
      if (/not found/i.test(output)) continue;
      throw new Failure('KEYCHAIN', { reason: 'helper-failed', program: `docker-credential-${name}` });
    }
    const { Username: username, Secret: secret } = parse(found, output, `docker-credential-${name}`);
    if (secret === '') continue;
    return username === TOKEN_NAME || username === ''
      ? { kind: 'identity', username: '', token: secret }
      : { kind: 'password', username, password: secret };
  }
  return undefined;
}

/** Servers and user names that a helper knows, without any secret. @throws Failure KEYCHAIN. */
export async function listHelper(name: string): Promise<ReadonlyMap<string, string>> {
  const { ok, output } = await runHelper(name, 'list', '');
  if (!ok) throw new Failure('KEYCHAIN', { reason: 'helper-failed', program: `docker-credential-${name}` });
  return new Map(Object.entries(parse(listed, output, `docker-credential-${name}`)));
}
