import { parseArgs } from 'node:util';
import { commandOf } from './commands/commands.ts';
import { commandList } from './commands/help.ts';

const OPTIONS = {
  'no-open': { type: 'boolean', text: 'print the link, open nothing' },
  port: { type: 'string', value: 'N', text: 'the port on 127.0.0.1 (default: a free one)' },
  'data-dir': {
    type: 'string',
    value: 'DIR',
    text: 'the folder for saved registries, settings, history, log and cache (default: where the system keeps application data)',
  },
  sample: { type: 'boolean', text: 'connect and show the sample registry, which affects no real one' },
  help: { type: 'boolean', short: 'h', text: 'show these flags' },
  version: { type: 'boolean', short: 'v', text: 'show the version' },
} as const satisfies Record<string, { type: 'boolean' | 'string'; short?: string; value?: string; text: string }>;

/** What a command line asks for. `refused` is one that nothing is done for, with the reason. */
export type CommandLine =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'browser-host' }
  /** One of `commands/commands.ts`, which reads what follows its name itself. */
  | { readonly kind: 'command' }
  | { readonly kind: 'refused'; readonly why: string };

/** What `longshore --help` prints. */
export function helpText(): string {
  const rows = Object.entries(OPTIONS).map(([name, option]) => {
    const short = 'short' in option ? `-${option.short}, ` : '';
    const value = 'value' in option ? ` ${option.value}` : '';
    return { flag: `${short}--${name}${value}`, text: option.text };
  });
  const width = Math.max(...rows.map(({ flag }) => flag.length));
  return `Usage: longshore [flags] [longshore://open?ref=...]
       longshore COMMAND [options]

Without a command, serves Longshore to your browser, on 127.0.0.1 alone, until Ctrl-C; with a link, at its place.

Commands:
${commandList()}

longshore COMMAND --help shows the options of one.

Flags:
${rows.map(({ flag, text }) => `  ${flag.padEnd(width)}  ${text}`).join('\n')}`;
}

function refused(why: string): CommandLine {
  return { kind: 'refused', why: `${why} longshore --help lists the commands and flags.` };
}

/** Why Node could not take an argument, as a sentence. */
function reason(error: unknown): string {
  const text = error instanceof Error ? (error.message.split(/\. |\n/)[0] ?? '') : '';
  return `${text.replace(/\.$/, '')}.`;
}

/** Reads what follows `longshore`. */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const [first = '-'] = argv;
  const link = argv.find((argument) => /^longshore:/i.test(argument));
  if (commandOf(first)) return { kind: 'command' };
  if (!first.startsWith('-') && first !== link) return refused(`There is no command "${first}".`);
  let values: { help?: boolean; version?: boolean; port?: string; 'data-dir'?: string };
  try {
    ({ values } = parseArgs({ args: argv.filter((argument) => argument !== link), options: OPTIONS, allowPositionals: false }));
  } catch (error) {
    return refused(reason(error));
  }
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  const { port } = values;
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535))
    return refused(`--port takes a number from 0 to 65535, not "${port}".`);
  if (values['data-dir'] === '') return refused('--data-dir takes a folder.');
  return { kind: 'browser-host' };
}
