import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What stands in the list of releases, as electron-builder writes it. */
export type Release = {
  readonly version: string;
  /** What is served under its name. */
  readonly file: Buffer;
  /** Where the list says that the file is; beside the list without it. */
  readonly url?: string;
  /** base64, where it is another one than that of the file. */
  readonly sha512?: string;
};

export type UpdateFeed = {
  readonly url: string;
  /** Paths that were asked for, without their queries, in their order. */
  readonly asked: string[];
  /** Headers of every request, as text. */
  readonly headers: string[];
  release: Release | undefined;
  /** Answers every question with this status. */
  status: number | undefined;
  stop(): Promise<void>;
};

const NAME = 'longshore-new.AppImage';

function listOf({ version, file, url = NAME, sha512 = createHash('sha512').update(file).digest('base64') }: Release): string {
  return [
    `version: ${version}`,
    'files:',
    `  - url: ${url}`,
    `    sha512: ${sha512}`,
    `    size: ${file.byteLength}`,
    `path: ${url}`,
    `sha512: ${sha512}`,
    "releaseDate: '2026-01-01T00:00:00.000Z'",
    '',
  ].join('\n');
}

/** Serves releases as a publisher does: the list of an AppImage for this processor, and the file that it names. */
export async function startUpdateFeed(release?: Release): Promise<UpdateFeed> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://feed');
    feed.asked.push(pathname);
    feed.headers.push(request.rawHeaders.join('\n'));
    if (feed.status !== undefined) return void response.writeHead(feed.status).end();
    if (feed.release && /^\/releases\/latest-linux(?:-arm64)?\.yml$/.test(pathname)) return void response.end(listOf(feed.release));
    if (feed.release && pathname === `/releases/${NAME}`) {
      const { file } = feed.release;
      return void response.writeHead(200, { 'content-length': file.byteLength }).end(file);
    }
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const feed: UpdateFeed = {
    url: `http://127.0.0.1:${port}/releases`,
    asked: [],
    headers: [],
    release,
    status: undefined,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return feed;
}
