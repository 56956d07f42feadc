import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needs } from '../needs.ts';
import { freePort, run, startProcess, until } from '../process.ts';

export type DistributionOptions = {
  /** Off is Distribution's default. */
  readonly deletes?: boolean;
  readonly htpasswd?: { readonly username: string; readonly password: string };
  readonly token?: { readonly realm: string; readonly service: string; readonly issuer: string; readonly certificate: string };
  readonly tls?: { readonly certificate: string; readonly key: string; readonly clientAuthority?: string };
  /** A pull-through cache of this registry. */
  readonly remote?: string;
  /** Takes images with layers that it does not hold. */
  readonly foreignLayers?: boolean;
  readonly port?: number;
  /** The `folder` of another registry whose content this one serves, too. */
  readonly contentOf?: string;
};

/** A real registry on loopback. */
export type Distribution = {
  readonly host: string;
  readonly port: number;
  readonly url: string;
  readonly folder: string;
  stop(): Promise<void>;
};

async function authConfig(folder: string, { htpasswd, token }: DistributionOptions): Promise<string> {
  if (htpasswd) {
    const file = join(folder, 'htpasswd');
    await writeFile(file, await run('htpasswd', ['-Bbn', htpasswd.username, htpasswd.password]));
    return `auth: { htpasswd: { realm: Registry, path: ${file} } }`;
  }
  if (token)
    return `auth: { token: { realm: "${token.realm}", service: ${token.service}, issuer: ${token.issuer}, rootcertbundle: ${token.certificate} } }`;
  return '';
}

function tlsConfig({ tls }: DistributionOptions): string {
  if (!tls) return '';
  const clients = tls.clientAuthority ? `, clientcas: [${tls.clientAuthority}]` : '';
  return `, tls: { certificate: ${tls.certificate}, key: ${tls.key}${clients} }`;
}

function answers(url: string): Promise<true | undefined> {
  if (url.startsWith('http:')) return fetch(url).then(() => true as const);
  return new Promise((resolve) => {
    const asked = request(url, { rejectUnauthorized: false }, (answer) => {
      answer.resume();
      resolve(true);
    });
    // One that wants a client certificate is up when it says so.
    asked.on('error', (error: NodeJS.ErrnoException) => resolve(error.code?.startsWith('ERR_SSL') ? true : undefined));
    asked.end();
  });
}

/** Starts Distribution 2.8 (`docker-registry`) on an empty folder, and waits until it answers. */
export async function startDistribution(options: DistributionOptions = {}): Promise<Distribution> {
  needs('docker-registry', ...(options.htpasswd ? (['htpasswd'] as const) : []));
  const folder = await mkdtemp(join(tmpdir(), 'longshore-registry-'));
  const port = options.port ?? (await freePort());
  const config = [
    'version: 0.1',
    `storage: { filesystem: { rootdirectory: ${join(options.contentOf ?? folder, 'data')} }, delete: { enabled: ${options.deletes ?? false} } }`,
    `http: { addr: "127.0.0.1:${port}", secret: test${tlsConfig(options)} }`,
    options.remote ? `proxy: { remoteurl: "${options.remote}" }` : '',
    options.foreignLayers ? 'validation: { manifests: { urls: { allow: ["."] } } }' : '',
    'log: { level: error, accesslog: { disabled: true } }',
    await authConfig(folder, options),
  ];
  const file = join(folder, 'config.yml');
  await writeFile(file, config.join('\n'));
  const server = startProcess('docker-registry', ['serve', file]);
  const host = `127.0.0.1:${port}`;
  const url = `${options.tls ? 'https' : 'http'}://${host}`;
  await until(`docker-registry: ${server.output()}`, () => answers(`${url}/v2/`));
  return {
    host,
    port,
    url,
    folder,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
