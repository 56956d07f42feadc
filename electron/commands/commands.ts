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

const PLATFORM: Option = { name: 'platform', value: 'PLATFORM', text: 'the image for this platform of an index, such as linux/arm64' };
const REPLACE: Option = { name: 'replace', text: 'write over the file if it is there' };
const YES: Option = { name: 'yes', text: 'do not ask; protected tags have to be named all the same' };
const PROTECTED: Option = {
  name: 'protected',
  value: 'TAG',
  text: 'a protected tag that may be changed; of several repositories REPOSITORY:TAG. May be repeated',
  many: true,
};

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
    options: [PLATFORM, { name: 'raw', text: 'print the manifest byte for byte' }],
  },
  {
    name: 'files',
    operands: 'REF[:PATH]',
    count: [1, 1],
    summary: 'list the files of an image, or print one of them',
    options: [PLATFORM, { name: 'list', text: 'with a path: list what is in the folder, instead of printing it as a tar' }],
  },
  {
    name: 'diff',
    operands: 'REF REF',
    count: [2, 2],
    summary: 'show what two images differ in',
    options: [PLATFORM, { name: 'files', text: 'also compare their files, for which their layers are read' }],
  },
  {
    name: 'du',
    operands: 'REPOSITORY',
    count: [1, 1],
    summary: 'show what a repository takes, image by image',
    options: [],
  },
  {
    name: 'diagnose',
    operands: 'REGISTRY',
    count: [1, 1],
    summary: 'check the connection to a registry step by step',
    options: [],
  },
  {
    name: 'open',
    operands: 'REF',
    count: [1, 1],
    summary: 'show a registry, repository or image in the window',
    options: [{ name: 'link', text: 'print the link to it, and open nothing' }],
  },
  {
    name: 'delete',
    operands: 'REF...',
    count: [1, Number.POSITIVE_INFINITY],
    summary: 'write a plan of what would be deleted; nothing is',
    options: [
      { name: 'plan', value: 'FILE', text: 'the file that the plan is written to; - for standard output' },
      REPLACE,
      { name: 'filter', value: 'QUERY', text: 'of operands that are repositories, the tags that the query finds' },
      { name: 'keep-images', text: 'delete tags alone and keep every image' },
      { name: 'whole', text: 'of one tag: delete its image with all its tags' },
      { name: 'with-referrers', text: 'also delete signatures and attachments of the images' },
      PROTECTED,
    ],
  },
  {
    name: 'apply',
    operands: 'FILE',
    count: [1, 1],
    summary: 'carry out a plan, if the registry is as the plan expects it',
    options: [{ name: 'check', text: 'only hold the plan against the registry, and show it' }, YES, PROTECTED],
  },
  {
    name: 'retag',
    operands: 'SOURCE TARGET...',
    count: [2, 101],
    summary: 'point tags at the image of another tag of the repository',
    options: [
      { name: 'move', text: 'then delete SOURCE' },
      { name: 'plan', value: 'FILE', text: 'write what would be done to this file, and change nothing; - for standard output' },
      REPLACE,
      YES,
      PROTECTED,
    ],
  },
  {
    name: 'history',
    operands: '',
    count: [0, 0],
    summary: 'list what was changed from here, newest first',
    options: [
      { name: 'limit', value: 'N', text: 'how many changes (default: 20)' },
      { name: 'search', value: 'TEXT', text: 'only changes with this in a tag, repository, registry or digest' },
    ],
  },
  {
    name: 'undo',
    operands: 'ID...',
    count: [1, 10_000],
    summary: 'undo changes',
    options: [YES, PROTECTED],
  },
  {
    name: 'completion',
    operands: 'SHELL',
    count: [1, 1],
    summary: 'print completions for bash, zsh or fish',
    options: [],
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
    case 'files':
      return (await import('./files.ts')).files;
    case 'diff':
      return (await import('./diff.ts')).diff;
    case 'du':
      return (await import('./du.ts')).du;
    case 'diagnose':
      return (await import('./diagnose.ts')).diagnose;
    case 'open':
      return (await import('./open.ts')).open;
    case 'delete':
      return (await import('./delete.ts')).deletion;
    case 'apply':
      return (await import('./apply.ts')).apply;
    case 'retag':
      return (await import('./retag.ts')).retag;
    case 'history':
      return (await import('./history.ts')).history;
    case 'undo':
      return (await import('./undo.ts')).undo;
    case 'completion':
      return (await import('./completion.ts')).completion;
    default:
      return assertNever(name);
  }
}
