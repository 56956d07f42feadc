import { parseArgs } from 'node:util';
import { isLink, MOST_OF_LINK } from '../shared/place.ts';
import { commandOf } from './commands/commands.ts';

export type Flags = {
  readonly port: number;
  readonly dataFolder: string | undefined;
  readonly sample: boolean;
  readonly open: boolean;
  /** A `longshore:` link, as it was given: the page reads it, and says what is wrong with it. */
  readonly link: string | undefined;
};

/** A link as it is passed on: one that is too long keeps one character more than is allowed, so that it is still refused for its length. */
const passedOn = (link: string): string => link.slice(0, MOST_OF_LINK + 1).toWellFormed();

function parse(argv: readonly string[]): ReturnType<typeof parseArgs> {
  return parseArgs({
    args: [...argv],
    strict: false,
    options: { port: { type: 'string' }, 'data-dir': { type: 'string' }, sample: { type: 'boolean' }, 'no-open': { type: 'boolean' } },
  });
}

/**
 * What a start was asked to show. Windows and Linux start the application with the link as an argument, Chromium adds switches of its own: whatever is
 * not understood is passed over. What follows `--` is never a flag, so that a link cannot bring one along.
 */
export function readShown(argv: readonly string[]): Pick<Flags, 'sample' | 'link'> {
  const { values, positionals } = parse(argv);
  const link = positionals.find(isLink);
  return { sample: values['sample'] === true, link: link === undefined ? undefined : passedOn(link) };
}

/** Reads the command line of either host; what it does not know (Electron's own switches) is passed over. @throws RangeError for a port that is none. */
export function readFlags(argv: readonly string[]): Flags {
  const { values } = parse(argv);
  const port = Number(values['port'] ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new RangeError(`--port takes a number from 0 to 65535, not "${String(values['port'])}"`);
  const folder = values['data-dir'];
  return {
    port,
    dataFolder: typeof folder === 'string' && folder !== '' ? folder : undefined,
    open: values['no-open'] !== true,
    ...readShown(argv),
  };
}

/** What Chromium needs where there is no display or no sandbox. */
const OF_CHROMIUM = /^--(?:no-sandbox|disable-gpu|ozone-platform=\w+)$/;

/** The command of the command line that Electron was started with, and what follows it; undefined where a window is asked for. */
export function commandIn(argv: readonly string[]): readonly string[] | undefined {
  const words = argv.slice(argv.findIndex((argument) => !OF_CHROMIUM.test(argument)));
  return words[0] !== undefined && commandOf(words[0]) ? words : undefined;
}
