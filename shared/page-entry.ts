import { z } from 'zod';

// How a page enters the browser host: its first message over the WebSocket names the one-time token of the link, or the session that an earlier
// entry was given. The host answers with the session, and everything after that is the contract's.

const secret = z.string().min(1).max(100);

export const entrySchema = z.union([z.object({ token: secret }).strict(), z.object({ session: secret }).strict()]);

export type Entry = z.infer<typeof entrySchema>;

/** The session in the host's answer to an entry. @throws where there is none. The page reads it without a schema: nothing else that it starts with needs one. */
export function sessionOf(answer: string): string {
  const read: unknown = JSON.parse(answer);
  if (typeof read === 'object' && read !== null && 'session' in read && typeof read.session === 'string') return read.session;
  throw new Error('The answer to the entry has no session');
}

/** Why the host closes a WebSocket (RFC 6455, section 7.4.2: 4000-4999 are the application's own). */
export const closeCodes = {
  /** The token was used or never printed, or the session is of another start of the host. */
  refused: 4401,
  /** Nothing came in time: the page may try again with what it has. */
  late: 4408,
  /** The application is ending. */
  ended: 4410,
} as const;
