import { createORPCClient } from '@orpc/client';
import { RPCLink as MessagePortLink } from '@orpc/client/message-port';
import { RPCLink as WebSocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import type { contract } from '../../shared/contract/contract.ts';

type Client = ContractRouterClient<typeof contract>;

let lost: () => void = () => {};

/** Calls back once when the application behind the page has ended. */
export function onLost(callback: () => void): void {
  lost = callback;
}

/** The browser host marks the page it serves; while developing, Vite serves it and the URL names the socket's port. */
function socketUrl(): string | undefined {
  if (document.documentElement.dataset['host'] === 'browser') return `ws://${location.host}/`;
  const port = import.meta.env.DEV ? new URLSearchParams(location.search).get('socket') : null;
  return port === null ? undefined : `ws://${location.hostname}:${port}/`;
}

function connectSocket(url: string): WebSocketLink<Record<never, never>> {
  const websocket = new WebSocket(url);
  websocket.addEventListener('close', () => lost());
  return new WebSocketLink({ websocket });
}

function connectPort(): MessagePortLink<Record<never, never>> {
  const { port1, port2 } = new MessageChannel();
  window.postMessage('longshore:port', '*', [port2]);
  port1.start();
  return new MessagePortLink({ port: port1 });
}

const socket = socketUrl();

/** The one door to everything outside the page. */
export const client: Client = createORPCClient(socket === undefined ? connectPort() : connectSocket(socket));

/** The same, as options for TanStack Query. */
export const api = createTanstackQueryUtils(client);
