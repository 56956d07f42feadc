import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needs } from '../needs.ts';
import { freePort, startProcess, until } from '../process.ts';

/** A real nginx on loopback that shows a registry under a path, as a company's front door does; its base URL. */
export async function startNginx(registryUrl: string, prefix: string): Promise<{ url: string; stop(): Promise<void> }> {
  needs('nginx');
  const folder = await mkdtemp(join(tmpdir(), 'longshore-nginx-'));
  const port = await freePort();
  const at = (name: string): string => join(folder, name);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${at(kind)};`);
  const config = `daemon off; error_log stderr; pid ${at('pid')}; events {}
http { ${temporary.join(' ')} access_log off; client_max_body_size 0;
  server { listen 127.0.0.1:${port};
    location ${prefix}/v2/ { proxy_pass ${registryUrl}/v2/; proxy_set_header Host $http_host; }
    location / { default_type text/html; return 200 "<html>Welcome</html>"; } } }`;
  await writeFile(at('nginx.conf'), config);
  const server = startProcess('nginx', ['-c', at('nginx.conf'), '-p', folder, '-e', 'stderr']);
  const url = `http://127.0.0.1:${port}${prefix}`;
  await until(`nginx: ${server.output()}`, () => fetch(`${url}/v2/`).then(() => true as const));
  return {
    url,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
