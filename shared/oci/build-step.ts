import type { Pairs } from './manifest.ts';
import { endOfQuotedWord, execForm, type KnownPairs, quotedWords, readList, readPairs, unquoted } from './recorded-words.ts';

/** Characters that are read of one instruction; a longer one ends in an ellipsis. */
export const MAX_INSTRUCTION = 32_768;

/** What is known of an image beside its history, and of the steps before one. */
export type StepContext = {
  /** What its config says of the environment and of labels: where a value has spaces, this tells where it ends. */
  readonly known: KnownPairs;
  /** The shell that a `SHELL` step before this one set, with its options: `/bin/bash -o pipefail -c`. */
  readonly shell?: string | undefined;
};

/** A step of the build as a Dockerfile would say it, and the build arguments that it ran with. */
export type BuildStep = { readonly instruction: string; readonly args: Pairs };

const NOTHING: StepContext = { known: new Map() };

const BUILDKIT = '# buildkit';
const NOP = '#(nop)';
const UNIX_SHELLS = ['sh', 'bash', 'ash', 'dash'].flatMap((shell) =>
  ['-c', '-ec', '-o pipefail -c', '-o pipefail -ec'].map((options) => `/bin/${shell} ${options}`),
);
const WINDOWS_SHELLS = ['cmd /S /C', 'powershell -Command', 'pwsh -Command'];

/** Flags of `RUN` (https://docs.docker.com/reference/dockerfile/#run). */
const RUN_FLAGS = ['--mount=', '--network=', '--security=', '--device='];

/** What runs in a shell: the command, the build arguments before the shell as they are written, and the flags of `RUN`. */
type Command = { readonly command: string; readonly args: string; readonly flags: string };

/** The shell with its options that a text begins with, whichever it is: `/bin/bash -euxo pipefail -c`. */
function anyShell(text: string): number | undefined {
  const words = text.slice(0, 120).split(' ');
  if (!/^\/[\w/.-]*sh$/.test(words[0] ?? '')) return undefined;
  let length = words[0]?.length ?? 0;
  for (const word of words.slice(1)) {
    length += 1 + word.length;
    if (/^-[a-z]*c$/.test(word)) return length;
    if (!/^-[a-z]+$/.test(word) && word !== 'pipefail') return undefined;
  }
  return undefined;
}

/** What follows the first shell of `text`: at its beginning, or after build arguments (`|1 A=b /bin/sh -c make`), whose values are not quoted. */
function inShell(text: string, shell: string | undefined): Omit<Command, 'flags'> | undefined {
  const shells = [...(shell === undefined ? [] : [shell]), ...UNIX_SHELLS, ...WINDOWS_SHELLS];
  if (!text.startsWith('|')) {
    const own = shells.find((one) => text.startsWith(`${one} `))?.length ?? anyShell(text);
    return own === undefined ? undefined : { command: text.slice(own).trim(), args: '' };
  }
  const found = shells.flatMap((one) => {
    const at = text.indexOf(` ${one} `);
    return at === -1 ? [] : { at, end: at + one.length + 2 };
  });
  if (found.length === 0) return undefined;
  const first = found.reduce((a, b) => (b.end < a.end ? b : a));
  return { command: text.slice(first.end).trim(), args: text.slice(0, first.at) };
}

/** The flags that a text begins with, and the rest. */
function splitFlags(text: string): { readonly flags: string; readonly rest: string } {
  let rest = text.trimStart();
  const flags: string[] = [];
  while (RUN_FLAGS.some((flag) => rest.startsWith(flag))) {
    const end = endOfQuotedWord(rest, 0);
    flags.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return { flags: flags.join(' '), rest };
}

/** `|2 A=b C=d e`: the two pairs. Where a value looks like a further pair, the last has it. */
function argumentsOf(text: string): Pairs {
  const count = Number(/^\|(\d{1,4})(?: |$)/.exec(text)?.[1] ?? 0);
  const pairs = readPairs(text.slice(text.indexOf(' ') + 1));
  if (count === 0 || pairs.length < count) return [];
  const [name = '', ...values] = pairs.slice(count - 1).flatMap((pair, i) => (i === 0 ? pair : pair.join('=')));
  return [...pairs.slice(0, count - 1), [name, values.join(' ')]];
}

/** `["node" "x.js"]` with commas; a command that was written for the shell reads as it was written. */
function command(text: string): string {
  const list = readList(text);
  if (list?.rest.trim() !== '') return text;
  const [shell, option, line] = list.items.map(unquoted);
  if (list.items.length === 3 && shell === '/bin/sh' && option === '-c' && line !== undefined) return line;
  return execForm(list.items);
}

/** A port or a folder after the other: `map[80/tcp:{} 443/tcp:{}]` and `[/data /logs]`. */
function names(text: string): string {
  const list = readList(text.startsWith('map[') ? text.slice(3) : text);
  if (list?.rest.trim() !== '') return text;
  return list.items.map((item) => (item.endsWith(':{}') ? item.slice(0, -3) : (unquoted(item) ?? item))).join(' ');
}

/** `file:4c1f in /` of Docker before BuildKit: what was copied is only known by its hash. */
function copied(text: string): string {
  const at = text.indexOf(' in ');
  return at !== -1 && /^(?:file|dir|multi):/.test(text) ? `${text.slice(0, at)} ${text.slice(at + 4)}` : text;
}

const DURATIONS = ['--interval', '--timeout', '--start-period', '--start-interval'];

/** `&{["CMD-SHELL" "curl x"] "30s" "3s" "0s" '\x03'}`: the test, three or four durations, and the retries as a character. */
function healthCheck(text: string): string {
  const list = text.startsWith('&{') ? readList(text.slice(2)) : undefined;
  if (!list) return text;
  const [kind = '', ...test] = list.items.map((item) => unquoted(item) ?? item);
  if (kind === 'NONE') return 'NONE';
  const values = quotedWords(list.rest.slice(0, list.rest.lastIndexOf('}'))).map((word) => word.slice(1, -1));
  const times = values.slice(0, -1).flatMap((time, i) => (time === '0s' || time === '' ? [] : `${DURATIONS[i] ?? '--unknown'}=${time}`));
  const retries = retriesOf(values.at(-1) ?? '');
  const flags = [...times, ...(retries > 0 ? [`--retries=${retries}`] : [])];
  return [...flags, 'CMD', kind === 'CMD-SHELL' ? test.join(' ') : execForm(list.items.slice(1))].join(' ');
}

/** Go's `%q` of a number is the character with this number. */
function retriesOf(text: string): number {
  const hex = /^\\[xuU]([0-9a-f]{2,8})$/.exec(text)?.[1];
  if (hex !== undefined) return Number.parseInt(hex, 16);
  const escaped = '\\a\\b\\t\\n\\v\\f\\r'.indexOf(text);
  if (text.length === 2 && escaped !== -1) return 7 + escaped / 2;
  return text.length === 1 ? text.charCodeAt(0) : 0;
}

const quotedValue = (value: string): string =>
  /^[^\s"'\\$]+$/.test(value) || (value.length > 1 && value.startsWith('"') && value.endsWith('"'))
    ? value
    : `"${value.replace(/["\\$]/g, (char) => `\\${char}`)}"`;

/** `A=b c D=e` with quotes, as it has to be written; `A b`, the older form, as it is. */
function settings(text: string, known: KnownPairs): string {
  const [first = ''] = text.split(' ', 1);
  if (!first.includes('=')) return text;
  const pairs = readPairs(text, known);
  return pairs.length === 0 ? text : pairs.map(([name, value]) => `${name}=${quotedValue(value)}`).join(' ');
}

/** An instruction as a Dockerfile writes it, from what the builder recorded of it. */
function asWritten(text: string, known: KnownPairs): string {
  const at = text.indexOf(' ');
  if (at === -1) return text;
  const keyword = text.slice(0, at);
  const rest = text.slice(at + 1).trim();
  switch (keyword) {
    case 'CMD':
    case 'ENTRYPOINT':
      return `${keyword} ${command(rest)}`;
    case 'SHELL': {
      const list = readList(rest);
      return list ? `SHELL ${execForm(list.items)}` : text;
    }
    case 'EXPOSE':
    case 'VOLUME':
      return `${keyword} ${names(rest)}`;
    case 'ADD':
    case 'COPY':
      return `${keyword} ${copied(rest)}`;
    case 'ENV':
    case 'LABEL':
      return `${keyword} ${settings(rest, known)}`;
    case 'HEALTHCHECK':
      return `HEALTHCHECK ${healthCheck(rest)}`;
    default:
      return text;
  }
}

/**
 * `/bin/sh -c #(nop)  CMD ["x"]` reads `CMD ["x"]`; `/bin/sh -c make` and BuildKit's `RUN |1 A=b /bin/sh -c make # buildkit` read `RUN make`. What is no
 * instruction of a Dockerfile stays as it is. Takes no longer than the text is long, because an image may hold any.
 */
export function readStep(createdBy: string, { known, shell }: StepContext = NOTHING): BuildStep {
  if (createdBy.length > MAX_INSTRUCTION) {
    const { instruction, args } = readStep(createdBy.slice(0, MAX_INSTRUCTION), { known, shell });
    return { instruction: `${instruction}…`, args };
  }
  const whole = createdBy.trim();
  const text = whole.endsWith(BUILDKIT) ? whole.slice(0, -BUILDKIT.length).trimEnd() : whole;
  const { flags, rest } = splitFlags(text.startsWith('RUN ') ? text.slice('RUN '.length) : text);
  const run = inShell(rest, shell);
  if (!run) return { instruction: asWritten(text, known), args: [] };
  if (run.command.startsWith(NOP)) return { instruction: asWritten(run.command.slice(NOP.length).trim(), known), args: [] };
  return { instruction: ['RUN', flags, run.command].filter(Boolean).join(' '), args: argumentsOf(run.args) };
}

/** The shell that an instruction sets for those after it; undefined where it sets none. */
export function shellOf(instruction: string): string | undefined {
  const list = instruction.startsWith('SHELL ') ? readList(instruction.slice('SHELL '.length)) : undefined;
  return list && list.items.length > 0 ? list.items.map((item) => unquoted(item) ?? item).join(' ') : undefined;
}
