import { assertNever } from '../../shared/assert-never.ts';
import type { Context } from './context.ts';

/** An option of a command. `value` names what follows it. */
export type Option = { readonly name: string; readonly value?: string; readonly text: string; readonly many?: true };

/** What the parser, `--help`, the completions, the man page and docs/command-line.md are made of. */
export type Command = {
  readonly name: string;
  /** As a usage line writes what follows the name. */
  readonly operands: string;
  /** How many there are at least and at most. */
  readonly count: readonly [number, number];
  readonly summary: string;
  readonly options: readonly Option[];
};

/** What every command takes. */
export const COMMON: readonly Option[] = [
  { name: 'json', text: 'print JSON: one document, or a line each of what may be long' },
  { name: 'data-dir', value: 'DIR', text: 'the folder for saved registries, settings and history' },
  { name: 'password-stdin', text: 'read from standard input the password of a registry that keeps it for a session only' },
  { name: 'help', text: 'show this help' },
];

export const COMMANDS = [
  {
    name: 'ls',
    operands: '[REGISTRY]',
    count: [0, 1],
    summary: 'list saved registries, or the repositories of one',
    options: [],
  },
  {
    name: 'tags',
    operands: 'REPOSITORY',
    count: [1, 1],
    summary: 'list the tags of a repository',
    options: [
      { name: 'filter', value: 'QUERY', text: 'only tags that the query finds, in the language of "Filter tags"' },
      { name: 'refs', text: 'print whole references alone, a line each' },
    ],
  },
  {
    name: 'inspect',
    operands: 'REF',
    count: [1, 1],
    summary: 'show an image: digest, platforms, config and layers',
    options: [
      { name: 'platform', value: 'PLATFORM', text: 'the image for this platform of an index, such as linux/arm64' },
      { name: 'raw', text: 'print the manifest byte for byte' },
    ],
  },
] as const satisfies readonly Command[];

export type CommandName = (typeof COMMANDS)[number]['name'];

/** The command of this name. */
export const commandOf = (name: string): (Command & { readonly name: CommandName }) | undefined =>
  COMMANDS.find((command) => command.name === name);

type Run = (context: Context) => Promise<void>;

/** What a command does. Only its own code is loaded. */
export async function loadCommand(name: CommandName): Promise<Run> {
  switch (name) {
    case 'ls':
      return (await import('./ls.ts')).ls;
    case 'tags':
      return (await import('./tags.ts')).tags;
    case 'inspect':
      return (await import('./inspect.ts')).inspect;
    default:
      return assertNever(name);
  }
}
