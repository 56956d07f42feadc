import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import { parseJson } from '../shared/json.ts';
import { closeCodes, type Entry, entrySchema } from '../shared/page-entry.ts';
import { linkFragment } from '../shared/place.ts';

/** Links that were printed and not used yet; an older one lapses. */
const MOST_TOKENS = 8;
/** ms in which a WebSocket has to say who it is. */
const ENTRY_TIME = 5_000;

const newSecret = (): string => randomBytes(32).toString('base64url');

function isSame(given: string, secret: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(secret);
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * Who may use the application: pages of this host's own origin that bring a link's one-time token or the session it was exchanged for. Both are
 * sent over the WebSocket alone: a cookie would go to every other server on 127.0.0.1 as well, because cookies know no ports.
 */
export class PageAccess {
  private readonly tokens: string[] = [];
  private readonly sessions: string[] = [];
  private readonly hosts: readonly string[];
  private readonly origins: readonly string[];
  private readonly page: string;

  constructor(port: number, devServer: string | undefined) {
    this.hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
    this.origins = [...this.hosts.map((host) => `http://${host}`), ...(devServer ? [devServer] : [])];
    this.page = devServer ? `${devServer}/?socket=${port}` : `http://127.0.0.1:${port}/`;
  }

  /**
   * A fresh link, good for one entry, to the place of a `longshore:` link where one is named. Both are in the fragment, which no browser sends to any
   * server.
   */
  link(toPlace?: string): string {
    const token = newSecret();
    this.tokens.push(token);
    if (this.tokens.length > MOST_TOKENS) this.tokens.shift();
    return `${this.page}#token=${token}${toPlace === undefined ? '' : `&${linkFragment(toPlace)}`}`;
  }

  /** A page of another site, or a name that was made to resolve here, has another Host or Origin. */
  isOurs(request: IncomingMessage): boolean {
    const { host = [], origin = [] } = request.headersDistinct;
    // More than one Host is no request of a browser (RFC 9112, section 3.2).
    return host.length === 1 && this.hosts.includes(host[0] ?? '') && origin.every((one) => this.origins.includes(one));
  }

  /** Waits for the first message of a WebSocket and answers it; false where it was refused and closed. */
  async admit(socket: WebSocket): Promise<boolean> {
    const entry = await firstMessage(socket);
    const session = entry === 'late' ? undefined : this.sessionFor(entry);
    if (session === undefined) {
      socket.close(entry === 'late' ? closeCodes.late : closeCodes.refused);
      return false;
    }
    socket.send(JSON.stringify({ session }));
    return true;
  }

  private sessionFor(entry: Entry | undefined): string | undefined {
    if (entry === undefined) return undefined;
    if ('session' in entry) return this.sessions.find((session) => isSame(entry.session, session));
    const used = this.tokens.findIndex((token) => isSame(entry.token, token));
    if (used < 0) return undefined;
    this.tokens.splice(used, 1);
    const session = newSecret();
    this.sessions.push(session);
    return session;
  }
}

/** The entry that a WebSocket begins with; undefined for anything else. */
function firstMessage(socket: WebSocket): Promise<Entry | 'late' | undefined> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve('late'), ENTRY_TIME);
    const end = (entry: Entry | undefined): void => {
      clearTimeout(late);
      resolve(entry);
    };
    socket.once('close', () => end(undefined));
    socket.once('message', (data, isBinary) => end(isBinary ? undefined : readEntry(String(data))));
  });
}

function readEntry(text: string): Entry | undefined {
  try {
    return entrySchema.parse(parseJson(text, 'document'));
  } catch {
    return undefined;
  }
}
