import type { Socket } from 'node:net';
import { RPCHandler } from '@orpc/server/websocket';
import { LineSocket } from './line-socket.ts';
import type { Services } from './router/base.ts';
import { router } from './router/router.ts';

/** Answers the calls of a command over the socket of the data folder, which only this person can reach. With the socket, all that was asked over it ends. */
export function answerCalls(socket: Socket, services: Services): void {
  const handler = new RPCHandler(router);
  const line = new LineSocket(socket);
  line.onMessage((text) => {
    // What is no message is from no command of ours.
    handler.message(line, text, { context: services }).catch(() => line.close());
  });
  line.addEventListener('close', () => handler.close(line));
}
