import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needs } from '../needs.ts';
import { freePort, startProcess, until } from '../process.ts';

export type TestProxy = {
  readonly url: string;
  /** What went through it: `GET http://...` or `CONNECT host:port`, one a line. */
  readonly log: () => Promise<string>;
  stop(): Promise<void>;
};

/** A real proxy on loopback, with a sign-in where one is given. */
export async function startTinyproxy(signIn?: { readonly username: string; readonly password: string }): Promise<TestProxy> {
  needs('tinyproxy');
  const folder = await mkdtemp(join(tmpdir(), 'longshore-proxy-'));
  const port = await freePort();
  const log = join(folder, 'log');
  const config = [
    `Port ${port}`,
    'Listen 127.0.0.1',
    'Timeout 30',
    'MaxClients 100',
    'Allow 127.0.0.1',
    'DisableViaHeader Yes',
    `LogFile "${log}"`,
    'LogLevel Connect',
    ...(signIn ? [`BasicAuth ${signIn.username} ${signIn.password}`] : []),
  ];
  await writeFile(join(folder, 'conf'), `${config.join('\n')}\n`);
  const server = startProcess('tinyproxy', ['-d', '-c', join(folder, 'conf')]);
  await until(
    `tinyproxy: ${server.output()}`,
    () =>
      new Promise<true>((resolve, reject) => {
        const socket = connect(port, '127.0.0.1', () => {
          socket.destroy();
          resolve(true);
        });
        socket.on('error', reject);
      }),
  );
  return {
    url: `http://127.0.0.1:${port}`,
    log: () => readFile(log, 'utf8'),
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
