import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import type { contract } from '../../../shared/contract/contract.ts';

export type PageClient = { readonly client: ContractRouterClient<typeof contract>; close(): void };

/** Enters the browser host as a page does, without a window. @throws where it is not let in. */
export async function enterHost(link: string): Promise<PageClient> {
  const { host, origin, hash } = new URL(link);
  const socket = new WebSocket(`ws://${host}/`, { headers: { origin } });
  const entered = new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', (code) => reject(new Error(`closed with ${code}`)));
    socket.once('message', () => resolve());
  });
  socket.on('open', () => socket.send(JSON.stringify({ token: hash.slice('#token='.length) })));
  await entered;
  return {
    client: createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })),
    close: () => socket.terminate(),
  };
}
