import type { Page } from '@playwright/test';

export type MessageCount = { count: number; bytes: number };

/** Counts what the host sends to the page over sockets that are opened from now on. */
export function countMessages(page: Page): MessageCount {
  const counted: MessageCount = { count: 0, bytes: 0 };
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      counted.count++;
      counted.bytes += payload.length;
    }),
  );
  return counted;
}
