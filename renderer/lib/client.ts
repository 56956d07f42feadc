import { createORPCClient } from '@orpc/client';
import { RPCLink as MessagePortLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import type { contract } from '../../shared/contract/contract.ts';
import { type LinkState, SocketLink } from './socket-link.ts';

type Client = ContractRouterClient<typeof contract>;

let state: LinkState = 'connecting';
let listener: (state: LinkState) => void = () => {};

function tell(next: LinkState): void {
  state = next;
  listener(next);
}

/** Calls back now and on every change of the link to the application. In Electron it is always `open`. */
export function onLink(callback: (state: LinkState) => void): void {
  listener = callback;
  callback(state);
}

/** The browser host marks the page it serves; while developing, Vite serves it and the URL names the socket's port. */
function socketUrl(): string | undefined {
  if (document.documentElement.dataset['host'] === 'browser') return `ws://${location.host}/`;
  const port = import.meta.env.DEV ? new URLSearchParams(location.search).get('socket') : null;
  return port === null ? undefined : `ws://${location.hostname}:${port}/`;
}

function connectPort(): MessagePortLink<Record<never, never>> {
  const { port1, port2 } = new MessageChannel();
  window.postMessage('longshore:port', '*', [port2]);
  port1.start();
  tell('open');
  return new MessagePortLink({ port: port1 });
}

const socket = socketUrl();

/** Whether the page is in a browser, where it can be left while the application goes on. */
export const isInBrowser = socket !== undefined;

/** The client of the application: the only way out of the page. */
export const client: Client = createORPCClient(socket === undefined ? connectPort() : new SocketLink(socket, tell));

/** The same, as options for TanStack Query. */
export const api = createTanstackQueryUtils(client);
