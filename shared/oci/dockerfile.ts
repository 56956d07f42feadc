import { displayText } from '../text.ts';
import type { HistoryStep } from './image-config.ts';
import { quotedWords } from './recorded-words.ts';

const KEYWORDS = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(' '),
);

/** A step as a Dockerfile has it. */
export type DockerfileStep = {
  /** `RUN`, `COPY`, ...; empty where the step is no instruction: then its lines are comments. */
  readonly keyword: string;
  /** What follows the keyword, with a line break wherever a person would make one. */
  readonly text: string;
  /** The image that the step begins from, where the builder recorded it. */
  readonly from?: string;
  /** Values of build arguments that this step is the first to have, in the order of the record. */
  readonly args: readonly string[];
};

/** Characters of a line that is not broken. */
const LONG = 90;
const NEXT = ' \\\n    ';

/** Whether a line may be broken before each of its characters: not within quotes. Undefined where a quote does not end. */
function outsideQuotes(text: string): readonly boolean[] | undefined {
  let quote = '';
  const free = [...Array(text.length).keys()].map((i) => {
    const char = text[i] ?? '';
    const isEscaped = quote !== "'" && text[i - 1] === '\\' && text[i - 2] !== '\\';
    if (isEscaped) return quote === '';
    if (quote === '') quote = char === '"' || char === "'" ? char : '';
    else if (char === quote) quote = '';
    return quote === '';
  });
  return quote === '' ? free : undefined;
}

/** Lines of a Dockerfile are joined to one step, and their indentation stays in it: where several blanks stand together, there was a line break. */
function atBlanks(text: string, free: readonly boolean[]): string {
  let broken = '';
  let i = 0;
  while (i < text.length) {
    let end = i;
    while (text[end] === ' ' || text[end] === '\t') end++;
    if (end === i) broken += text[i++];
    else {
      const blanks = text.slice(i, end);
      const indent = (blanks.startsWith(' ') ? blanks.slice(1) : blanks).replaceAll('\t', '    ');
      broken += free[i] && indent !== '' && end < text.length ? ` \\\n${indent}` : blanks;
      i = end;
    }
  }
  return broken;
}

/** A long line, broken before each `&&` and behind each `;`. */
function atCommands(text: string, free: readonly boolean[]): string {
  if (text.length <= LONG) return text;
  let broken = '';
  for (let i = 0; i < text.length; i++) {
    if (free[i] && text.startsWith(' && ', i)) {
      broken += `${NEXT}&& `;
      i += 3;
    } else if (free[i] && text.startsWith('; ', i)) {
      broken += `;${NEXT}`;
      i++;
    } else broken += text[i];
  }
  return broken;
}

/** Several lines in one step are a here-document: other lines are joined before they are recorded. */
function hereDocument(text: string): string {
  const lines = text.split('\n');
  const end = ['EOF', 'END', 'RUN_EOF'].find((word) => !lines.some((line) => line.trim() === word)) ?? 'LONGSHORE_EOF';
  return `<<${end}\n${text}\n${end}`;
}

function runText(text: string): string {
  if (text.startsWith('<<')) return text;
  if (text.includes('\n')) return hereDocument(text);
  const free = outsideQuotes(text);
  if (!free) return text;
  const broken = atBlanks(text, free);
  return broken === text ? atCommands(text, free) : broken;
}

/** `A=b C=d`, one to a line where there are several. */
const settingsText = (text: string): string => quotedWords(text).join(NEXT);

function textOf(keyword: string, text: string): string {
  switch (keyword) {
    case 'RUN':
      return runText(text);
    case 'ENV':
    case 'LABEL':
      return text.includes('=') ? settingsText(text) : text;
    default:
      return text;
  }
}

/** What builders other than those of Dockerfiles record: Jib, ko, Bazel and Nix name what they did in the comment. */
function recordedText({ instruction, comment = '' }: Pick<HistoryStep, 'instruction' | 'comment'>): string {
  const isNote = comment === '' || comment.startsWith('buildkit.') || comment.startsWith('FROM ');
  return [instruction, isNote ? '' : comment].filter(Boolean).join(': ');
}

/** buildah writes the base of a build into the comment of its first step; of the others it is the ID of the step before. */
function fromOf({ comment = '' }: Pick<HistoryStep, 'comment'>): string | undefined {
  const name = comment.startsWith('FROM ') ? comment.slice('FROM '.length).trim() : '';
  return name === '' || name.includes(' ') || /^[0-9a-f]{12,64}$/.test(name) ? undefined : displayText(name);
}

/** One instruction with its line breaks; what is no instruction of a Dockerfile as it is. */
export function instructionText(instruction: string): string {
  const { keyword, text } = stepOf({ instruction });
  return keyword === '' ? text : `${keyword} ${text}`;
}

function stepOf(step: Pick<HistoryStep, 'instruction' | 'comment'>): Pick<DockerfileStep, 'keyword' | 'text'> {
  const whole = displayText(step.instruction);
  const word = /^[A-Z]{2,11}(?=\s)/.exec(whole)?.[0] ?? '';
  if (!KEYWORDS.has(word)) return { keyword: '', text: displayText(recordedText(step)) };
  return { keyword: word, text: textOf(word, whole.slice(word.length).trim()) };
}

/** The history of an image as the steps of a Dockerfile. Pure; nothing is invented: what was not recorded is left out. */
export function dockerfileSteps(
  history: readonly Pick<HistoryStep, 'instruction' | 'args' | 'comment' | 'empty'>[],
): readonly DockerfileStep[] {
  const told = new Set<string>();
  return history.map((step) => {
    const args = step.args.map(([name, value]) => displayText(`${name}=${value}`)).filter((arg) => !told.has(arg));
    for (const arg of args) told.add(arg);
    const from = fromOf(step);
    return { ...stepOf(step), args, ...(from === undefined ? {} : { from }) };
  });
}

const commented = (text: string): string => `# ${text.replaceAll('\n', '\n# ')}`;

/** The steps as the text of a Dockerfile. `base` is the image that it begins from, where that is recorded elsewhere than in a step. */
export function dockerfileText(steps: readonly DockerfileStep[], base: string | undefined): string {
  const parts = steps.flatMap(({ keyword, text, from, args }) => [
    ...(from === undefined ? [] : [`\nFROM ${from}`]),
    ...(args.length === 0 ? [] : [commented(args.join(' '))]),
    ...(text === '' ? [] : [keyword === '' ? commented(text) : `${keyword} ${text}`]),
  ]);
  const isNamed = base === undefined || steps.some(({ from }) => from !== undefined);
  return `${[...(isNamed ? [] : [commented(`FROM ${base}`)]), ...parts].join('\n').trim()}\n`;
}
