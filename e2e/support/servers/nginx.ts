import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needs } from '../needs.ts';
import { freePort, startProcess, until } from '../process.ts';

type NginxOptions = {
  /** HTTP/2 over TLS. */
  readonly tls?: { readonly certificate: string; readonly key: string };
  /** Requests after which it leaves a connection; nginx's default is 1,000. */
  readonly requests?: number;
};

type Nginx = {
  readonly url: string;
  /** The protocol and the number of the connection of every request so far. */
  log(): Promise<{ protocol: string; connection: string; path: string }[]>;
  stop(): Promise<void>;
};

function answers(url: string): Promise<true | undefined> {
  const ask = url.startsWith('https:') ? secure : plain;
  return new Promise((resolve) => {
    ask(url, { rejectUnauthorized: false }, (answer) => {
      answer.resume();
      resolve(true);
    })
      .on('error', () => resolve(undefined))
      .end();
  });
}

/** A real nginx on loopback that shows a registry under a path, as a company's front door does. */
export async function startNginx(registryUrl: string, prefix: string, { tls, requests = 1_000 }: NginxOptions = {}): Promise<Nginx> {
  needs('nginx');
  const folder = await mkdtemp(join(tmpdir(), 'longshore-nginx-'));
  const port = await freePort();
  const at = (name: string): string => join(folder, name);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${at(kind)};`);
  const certificate = tls ? `ssl_certificate ${tls.certificate}; ssl_certificate_key ${tls.key};` : '';
  const config = `daemon off; error_log stderr; pid ${at('pid')}; events {}
http { ${temporary.join(' ')} log_format short "$server_protocol $connection $uri"; access_log ${at('log')} short; client_max_body_size 0;
  keepalive_requests ${requests};
  server { listen 127.0.0.1:${port}${tls ? ' ssl http2' : ''}; ${certificate}
    location ${prefix}/v2/ { proxy_pass ${registryUrl}/v2/; proxy_set_header Host $http_host; }
    location / { default_type text/html; return 200 "<html>Welcome</html>"; } } }`;
  await writeFile(at('nginx.conf'), config);
  const server = startProcess('nginx', ['-c', at('nginx.conf'), '-p', folder, '-e', 'stderr']);
  const url = `${tls ? 'https' : 'http'}://127.0.0.1:${port}${prefix}`;
  await until(`nginx: ${server.output()}`, () => answers(`${url}/v2/`));
  return {
    url,
    async log() {
      const lines = (await readFile(at('log'), 'utf8')).trim().split('\n');
      return lines.map((line) => {
        const [protocol = '', connection = '', path = ''] = line.split(' ');
        return { protocol, connection, path };
      });
    },
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
