import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, _electron as electron, type Page } from '@playwright/test';

const top = join(import.meta.dirname, '../../..');
const runtime = join(top, 'node_modules/electron');

/** Whether the real Electron runtime is on this machine; the tests say in their names which one ran. */
export const hasElectron = existsSync(join(runtime, 'path.txt')) && existsSync(join(runtime, 'dist'));
export const electronName = hasElectron ? 'the real Electron' : "Electron's built entry files under a stand-in";

export type Recorded = { readonly name: string; readonly value?: unknown };

export type ElectronHost = {
  readonly page: Page;
  /** The headers of the page itself. */
  readonly pageHeaders: () => Record<string, string>;
  stop(): Promise<void>;
};

type Message = {
  kind: string;
  id?: number;
  name?: string;
  value?: unknown;
  url?: string;
  data?: unknown;
  status?: number;
  headers?: Record<string, string>;
  body?: Uint8Array;
};

/** The built `main.js` in a process of its own, with the stand-in for `electron`. */
export class StandIn {
  readonly recorded: Recorded[] = [];
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, (message: Message) => void>();
  private next = 1;
  private readonly loaded: Promise<string>;
  onPort: (id: number, data: unknown) => void = () => {};

  readonly ended: Promise<number | null>;

  /** `asar`: the packed application that is run, instead of what was built. */
  constructor(dataFolder: string, env: NodeJS.ProcessEnv = {}, args: readonly string[] = [], asar?: string) {
    const register = join(import.meta.dirname, 'electron-stand-in', asar ? 'asar.mjs' : 'register.mjs');
    this.child = fork(join(asar ?? top, 'out/main/main.js'), ['--data-dir', dataFolder, ...args], {
      execArgv: ['--import', register],
      env: { ...process.env, ...env },
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.loaded = new Promise((resolve, reject) => {
      this.child.once('exit', (code) => reject(new Error(`main.js ended with ${code}`)));
      this.child.on('message', (message: Message) => {
        if (message.kind === 'call') this.recorded.push({ name: message.name ?? '', value: message.value });
        else if (message.kind === 'load') resolve(message.url ?? '');
        else if (message.kind === 'port') this.onPort(message.id ?? 0, message.data);
        else if (message.kind === 'error-box') reject(new Error(JSON.stringify(message)));
        else this.waiting.get(message.id ?? 0)?.(message);
      });
    });
    this.loaded.catch(() => {});
  }

  /** The URL that the window loads. */
  url(): Promise<string> {
    return this.loaded;
  }

  get isRunning(): boolean {
    return this.child.connected;
  }

  send(message: object): void {
    this.child.send(message);
  }

  private ask(message: object): Promise<Message> {
    const id = this.next++;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.send({ ...message, id });
    });
  }

  /** Asks the `app://` protocol handler. */
  fetch(url: string): Promise<Message> {
    return this.ask({ kind: 'fetch', url });
  }

  /** Lets the page try something, and tells what the handlers said. */
  async attempt(name: string, value?: string | boolean): Promise<unknown> {
    return (await this.ask({ kind: 'attempt', name, value })).value;
  }

  /** Ends the process as a crash does. */
  kill(): void {
    this.child.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    this.send({ kind: 'quit' });
    const late = setTimeout(() => this.child.kill('SIGKILL'), 5_000);
    await this.ended;
    clearTimeout(late);
  }
}

// What Electron does for a sandboxed preload: a `require` that knows 'electron', and ports that cross to the main process.
const PRELOAD_FRAME = (preload: string): string => `(() => {
  const ports = new Map();
  window.__fromMain = (id, data) => ports.get(id)?.postMessage(data);
  const ipcRenderer = { postMessage: (channel, _message, [port]) => {
    // Unique over reloads: the process outlives the page.
    const id = Date.now() * 1000 + Math.floor(Math.random() * 1000);
    ports.set(id, port);
    port.onmessage = (event) => window.__toMain('port', id, event.data);
    window.__toMain('connect', id, channel);
  } };
  const contextBridge = { exposeInMainWorld: (name, api) => void (window[name] = api) };
  // Playwright makes files in the page, which have no path: a test names the one that is meant.
  const webUtils = { getPathForFile: () => window.__droppedPath ?? '' };
  const require = () => ({ contextBridge, ipcRenderer, webUtils });
  const module = { exports: {} };
  const exports = module.exports;
  ${preload}
})();`;

/** A page over the stand-in, as Electron shows it in its first window, or in a further one that loads `url`. */
export async function openStandIn(browser: Browser, standIn: StandIn, window = 0, later?: string): Promise<ElectronHost> {
  const url = later ?? (await standIn.url());
  const origin = 'https://longshore.invalid';
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
  let headers: Record<string, string> = {};
  await page.route('**/*', async (route) => {
    // As below: the page outlives its process for a moment.
    if (!standIn.isRunning) return route.abort();
    const asked = new URL(route.request().url());
    const answer = await standIn.fetch(`app://longshore${asked.pathname}`);
    if (asked.pathname.endsWith('.html')) headers = answer.headers ?? {};
    await route.fulfill({ status: answer.status ?? 500, headers: answer.headers ?? {}, body: Buffer.from(answer.body ?? []) });
  });
  await page.exposeFunction('__toMain', (kind: 'port' | 'connect', id: number, value: unknown) => {
    // A window ends with its process; this page outlives it for a moment and may still have something to say.
    if (standIn.isRunning) standIn.send(kind === 'connect' ? { kind, id, channel: value, sender: url, window } : { kind, id, data: value });
  });
  const others = standIn.onPort;
  standIn.onPort = (id, data) => {
    others(id, data);
    void page
      .evaluate(
        ([port, value]) => (window as unknown as { __fromMain: (id: unknown, data: unknown) => void }).__fromMain(port, value),
        [id, data],
      )
      .catch(() => {});
  };
  await page.addInitScript({ content: PRELOAD_FRAME(readFileSync(join(top, 'out/preload/preload.cjs'), 'utf8')) });
  await page.goto(url.replace('app://longshore', origin));
  return {
    page,
    pageHeaders: () => headers,
    async stop() {
      await page.close();
      await standIn.stop();
    },
  };
}

async function openReal(dataFolder: string): Promise<ElectronHost> {
  const app = await electron.launch({ args: [top, '--data-dir', dataFolder, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] });
  const page = await app.firstWindow();
  return { page, pageHeaders: () => ({}), stop: () => app.close() };
}

/** The window of the Electron product: the real runtime where it is present, its built entry files under the stand-in elsewhere. */
export function startElectron(browser: Browser, dataFolder: string): Promise<ElectronHost> {
  return hasElectron ? openReal(dataFolder) : openStandIn(browser, new StandIn(dataFolder));
}
