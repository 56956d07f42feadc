import { type ClientLink, type ClientOptions, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { isCommand } from '../../shared/contract/may-wait.ts';
import { closeCodes, type Entry, sessionOf } from '../../shared/page-entry.ts';

/**
 * Whether the page reaches the application: `away` while it reconnects, `ended` once the application said that it ends, `refused` where the
 * application no longer accepts this page.
 */
export type LinkState = 'connecting' | 'open' | 'away' | 'ended' | 'refused';

type Context = Record<never, never>;
type Opened = { readonly socket: WebSocket; readonly link: RPCLink<Context> };

const SESSION = 'longshore:session';
/** ms between two tries. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 4_000;
/** ms between two checks of an idle connection, and for the answer to one. */
const BEAT = 30_000;
const BEAT_TIME = 15_000;
/** ms for a new connection to open and to be admitted. */
const ENTRY_TIME = 10_000;

/** A socket was closed, with its code. */
class Closed extends Error {
  readonly code: number;
  constructor(code: number) {
    super(`closed with ${code}`);
    this.code = code;
  }
}

/** Whether the address is a link that was not entered with yet. */
export const isFreshLink = (): boolean => new URLSearchParams(location.hash.slice(1)).has('token');

/** Takes the token of the link out of the address bar, where others could read it. */
function takeToken(): string | undefined {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const token = fragment.get('token') ?? undefined;
  if (token === undefined) return undefined;
  fragment.delete('token');
  // The link may name a place as well.
  const rest = fragment.size === 0 ? '' : `#${fragment}`;
  history.replaceState(history.state, '', location.pathname + location.search + rest);
  return token;
}

/** Opens a socket and enters. @throws Closed, or an error where the answer is late or unreadable. */
async function enter(url: string, entry: Entry): Promise<Opened> {
  const socket = new WebSocket(url);
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const late = setTimeout(() => reject(new Error('No answer in time')), ENTRY_TIME);
  const refuse = ({ code }: CloseEvent): void => reject(new Closed(code));
  socket.addEventListener('close', refuse);
  socket.addEventListener('open', () => socket.send(JSON.stringify(entry)));
  socket.addEventListener('message', ({ data }) => resolve(data), { once: true });
  try {
    sessionStorage.setItem(SESSION, sessionOf(String(await promise)));
    return { socket, link: new RPCLink<Context>({ websocket: socket }) };
  } catch (error) {
    socket.close();
    throw error;
  } finally {
    clearTimeout(late);
    socket.removeEventListener('close', refuse);
  }
}

const isStream = (value: unknown): value is AsyncIterator<unknown> =>
  typeof value === 'object' && value !== null && 'next' in value && typeof value.next === 'function';

/** The error of a call whose socket was lost: whether the call was carried out is unknown. */
function orDisconnected(error: unknown, socket: WebSocket): unknown {
  if (socket.readyState === WebSocket.OPEN || error instanceof ORPCError) return error;
  return new ORPCError('DISCONNECTED');
}

/** Waits until the caller gives up. @throws the signal's reason. */
async function whileWanted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  signal.throwIfAborted();
  const { promise: left, reject } = Promise.withResolvers<never>();
  const leave = (): void => reject(signal.reason);
  signal.addEventListener('abort', leave);
  return Promise.race([promise, left]).finally(() => signal.removeEventListener('abort', leave));
}

/** The same stream, which fails with DISCONNECTED when its socket is lost. */
function watched(stream: AsyncIterator<unknown>, socket: WebSocket): AsyncIterableIterator<unknown> {
  const told = <T>(step: Promise<T>): Promise<T> =>
    step.catch((error: unknown) => {
      throw orDisconnected(error, socket);
    });
  return {
    next: () => told(stream.next()),
    return: (value) => stream.return?.(value) ?? Promise.resolve({ done: true, value }),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/**
 * The link to the browser host over a WebSocket that is opened again with the session's secret whenever it is lost. Meanwhile, reads wait;
 * commands are not sent and fail with DISCONNECTED, as do calls that were under way.
 */
export class SocketLink implements ClientLink<Context> {
  private readonly url: string;
  private readonly onState: (state: LinkState) => void;
  private token = takeToken();
  private opened: Promise<Opened>;
  /** The open connection, if there is one. */
  private current: Opened | undefined;
  private hasEnded = false;
  private hurry: () => void = () => {};

  constructor(url: string, onState: (state: LinkState) => void) {
    this.url = url;
    this.onState = onState;
    this.opened = this.open();
    // A fresh link that is pasted into this tab changes the fragment alone. Fragments without a token are places.
    window.addEventListener('hashchange', () => isFreshLink() && location.reload());
    for (const event of ['online', 'focus']) window.addEventListener(event, () => this.hurry());
    setInterval(() => void this.beat(), BEAT);
  }

  async call(path: readonly string[], input: unknown, options: ClientOptions<Context>): Promise<unknown> {
    const { socket, link } = isCommand(path) ? this.now() : await whileWanted(this.opened, options.signal);
    try {
      const output = await link.call(path, input, options);
      return isStream(output) ? watched(output, socket) : output;
    } catch (error) {
      throw orDisconnected(error, socket);
    }
  }

  /** @throws ORPCError DISCONNECTED, saying that nothing was sent. */
  private now(): Opened {
    if (this.current?.socket.readyState !== WebSocket.OPEN) throw new ORPCError('DISCONNECTED', { data: { sent: false } });
    return this.current;
  }

  private set state(state: LinkState) {
    this.onState(state);
  }

  private open(): Promise<Opened> {
    const opened = this.tryUntilOpen();
    opened.catch(() => {});
    return opened;
  }

  private async tryUntilOpen(): Promise<Opened> {
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      const session = sessionStorage.getItem(SESSION);
      const entry: Entry | undefined = this.token !== undefined ? { token: this.token } : session ? { session } : undefined;
      if (!entry) return this.refuse();
      try {
        const opened = await enter(this.url, entry);
        this.token = undefined;
        opened.socket.addEventListener('close', ({ code }) => this.reopen(code), { once: true });
        this.current = opened;
        this.state = 'open';
        return opened;
      } catch (error) {
        if (error instanceof Closed && error.code === closeCodes.refused) {
          // This tab may have entered with an earlier link.
          if (this.token === undefined || !session) return this.refuse();
          this.token = undefined;
          continue;
        }
        await new Promise<void>((resolve) => {
          this.hurry = resolve;
          setTimeout(resolve, pause);
        });
      }
    }
  }

  /** @throws ORPCError DISCONNECTED. */
  private refuse(): never {
    if (!this.hasEnded) this.state = 'refused';
    throw new ORPCError('DISCONNECTED');
  }

  private reopen(code: number): void {
    this.current = undefined;
    this.hasEnded = code === closeCodes.ended;
    this.state = this.hasEnded ? 'ended' : 'away';
    this.opened = this.hasEnded ? Promise.reject(new ORPCError('DISCONNECTED')) : this.open();
    this.opened.catch(() => {});
  }

  /** After sleep, or behind a hanging tunnel, no close event may ever come for a lost connection. */
  private async beat(): Promise<void> {
    const opened = await this.opened.catch(() => undefined);
    if (!opened || opened.socket.readyState !== WebSocket.OPEN) return;
    const abort = new AbortController();
    const late = setTimeout(() => abort.abort(), BEAT_TIME);
    await opened.link.call(['settings', 'alive'], undefined, { context: {}, signal: abort.signal }).catch(() => {});
    clearTimeout(late);
    if (!abort.signal.aborted) return;
    opened.socket.close();
    // Browsers wait up to a minute for the other end to confirm the close.
    opened.socket.dispatchEvent(new CloseEvent('close', { code: 1006 }));
  }
}
