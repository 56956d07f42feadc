import { isFailureCode } from '../../shared/errors.ts';

/** How a command ends; the table of docs/command-line.md and of the man page is made from this. */
export const exitCodes = {
  done: { code: 0, text: 'done' },
  failed: { code: 1, text: 'failed, or not all of it was done' },
  usage: { code: 2, text: 'wrong usage: nothing was asked or changed' },
  'not-found': { code: 3, text: 'not found: the registry is not saved, or has no such content' },
  refused: { code: 4, text: 'refused: the registry is not as the plan says, may not be changed, or nobody confirmed' },
  'sign-in': { code: 5, text: 'a sign-in is needed, or was not accepted' },
  interrupted: { code: 130, text: 'interrupted by Ctrl-C' },
} as const;

export type Exit = keyof typeof exitCodes;

/** A refusal of the command line itself, in words. */
export class Refusal extends Error {
  readonly exit: Exit;
  constructor(exit: Exit, message: string) {
    super(message);
    this.exit = exit;
  }
}

const dataOf = (error: object): unknown => ('data' in error ? error.data : undefined);

const whatOf = (data: unknown): unknown => (typeof data === 'object' && data !== null && 'what' in data ? data.what : undefined);

/** How a command ends that failed like this: with an error, or with a failure that was carried as a value. */
export function exitOf(error: unknown): Exit {
  if (error instanceof Refusal) return error.exit;
  if (typeof error !== 'object' || error === null || !('code' in error) || !isFailureCode(error.code)) return 'failed';
  switch (error.code) {
    case 'UNAUTHORIZED':
    case 'KEYCHAIN':
      return 'sign-in';
    case 'NOT_FOUND':
      return 'not-found';
    case 'CONFLICT':
      return whatOf(dataOf(error)) === 'tag-deleted' ? 'not-found' : 'refused';
    case 'FORBIDDEN':
    case 'UNSUPPORTED':
      return 'refused';
    default:
      return 'failed';
  }
}
