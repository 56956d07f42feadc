import type { Change, ChangeStep, Move, Referrer, StepEntry, StepRequest } from '../../../shared/contract/history.ts';
import type { ChangeRecord } from '../../changes/core/ports.ts';
import { DoneTags } from './done-tags.ts';
import { lastLines, linesOf } from './file-lines.ts';
import { isKind, type Line, readLine } from './lines.ts';
import { after, begun } from './summary.ts';

/** Bytes at the end of a file that tell its state: whatever its length, a start reads no more of it. */
const TAIL = 32 * 1024;
/** Lines after the last step of a page in which its answer is looked for; copies send several at once. */
const ANSWERS_WITHIN = 200;
/** Characters that are shown of a line that is not understood. */
const SHOWN_TEXT = 500;

export type Page = { readonly from: number; readonly limit: number };

/** The first line of a file, where it can be read. */
async function firstOf(path: string): Promise<Change | undefined> {
  for await (const { text } of linesOf(path)) {
    const line = readLine(text);
    if (line) return line.kind === 'begin' ? begun(line) : undefined;
  }
  return undefined;
}

/**
 * A change from the first line and the last ones of its file, whatever its length. Its `movedTags` is true where they do not tell. Undefined
 * where the first line is not understood.
 */
export async function readSummary(path: string): Promise<Change | undefined> {
  const first = await firstOf(path);
  if (!first) return undefined;
  const { lines, isAll } = await lastLines(path, TAIL);
  const read = lines.flatMap((text) => readLine(text) ?? []);
  if (!isAll && !read.some(({ kind }) => kind === 'step' || kind === 'end')) return readRecord(path);
  const change = read.reduce<Change>(after, first);
  return isAll ? change : { ...change, movedTags: true };
}

/** Whether a line has to be read for the record of a change: of thousands of steps only as many as tell whether one moved a tag. */
const isPassed = (text: string, { movedTags }: Change): boolean => isKind(text, 'answer') || (movedTags && isKind(text, 'step'));

/** A change with its tags and images, its file read as a stream. Undefined where its first line is not understood. */
export async function readRecord(path: string): Promise<ChangeRecord | undefined> {
  let change: Change | undefined;
  let passed = 0;
  const moves: Move[] = [];
  const referrers: Referrer[] = [];
  const images: string[] = [];
  for await (const { text } of linesOf(path)) {
    if (change && isPassed(text, change)) {
      if (isKind(text, 'step')) passed++;
      continue;
    }
    const line = readLine(text);
    if (!line) continue;
    if (!change) {
      if (line.kind !== 'begin') return undefined;
      change = begun(line);
    } else if (line.kind === 'moves') moves.push(...line.moves);
    else if (line.kind === 'referrers') referrers.push(...line.referrers);
    else if (line.kind === 'images') images.push(...line.images);
    else change = after(change, line);
  }
  return change && { ...change, steps: change.steps + passed, moves, referrers, images };
}

function entryOf(text: string, line: ReturnType<typeof readLine>): StepEntry | undefined {
  if (line?.kind === 'step') return { kind: 'step', step: { ...line.request, at: line.at } };
  if (line?.kind !== 'unread') return undefined;
  return { kind: 'unread', text: text.slice(0, SHOWN_TEXT), ...(line.at === undefined ? {} : { at: line.at }) };
}

function answered(step: ChangeStep, { took, status, failure }: Extract<Line, { kind: 'answer' }>): ChangeStep {
  return { ...step, took, ...(status === undefined ? {} : { status }), ...(failure === undefined ? {} : { failure }) };
}

/** Lines without steps, passed over unparsed. */
const isOther = (text: string): boolean => isKind(text, 'moves') || isKind(text, 'referrers') || isKind(text, 'images');

/** A page of the steps of a change, each with its answer. `next` is where the next page begins. */
export async function readSteps(path: string, { from, limit }: Page): Promise<{ entries: StepEntry[]; next: number | null }> {
  const entries: StepEntry[] = [];
  /** Steps of this page without an answer yet, by their number: where they stand in `entries`. */
  const open = new Map<number, number>();
  let next: number | null = null;
  let start = from;
  let more = 0;
  for await (const { text, next: end } of linesOf(path, from)) {
    const line = isOther(text) ? undefined : readLine(text);
    if (line?.kind === 'answer') {
      const at = open.get(line.n);
      const entry = at === undefined ? undefined : entries[at];
      if (at !== undefined && entry?.kind === 'step') entries[at] = { kind: 'step', step: answered(entry.step, line) };
      open.delete(line.n);
    }
    const entry = entryOf(text, line);
    if (entry && next === null) {
      if (entries.length === limit) next = start;
      else {
        if (line?.kind === 'step') open.set(line.n, entries.length);
        entries.push(entry);
      }
    }
    if (next !== null && (open.size === 0 || ++more > ANSWERS_WITHIN)) break;
    start = end;
  }
  return { entries, next };
}

/** Reasons of steps that bring content or try what is allowed, as they stand in the line of a step. */
const ASIDE = ['prove', 'child', 'blob'].map((why) => `"why":"${why}"`);
const isAside = (text: string): boolean => isKind(text, 'step') && ASIDE.some((why) => text.includes(why));

/** How many tags of a change are where it was to put them, by its steps that were answered with success. */
export async function readDone(path: string): Promise<number> {
  const done = new DoneTags();
  const sent = new Map<number, StepRequest>();
  for await (const { text } of linesOf(path)) {
    if (isAside(text) || (sent.size === 0 && isKind(text, 'answer'))) continue;
    const line = readLine(text);
    if (line?.kind === 'moves') for (const move of line.moves) done.move(move);
    else if (line?.kind === 'step') sent.set(line.n, line.request);
    else if (line?.kind === 'answer') {
      const request = sent.get(line.n);
      sent.delete(line.n);
      if (request && line.status !== undefined && line.status < 300) done.step(request);
    }
  }
  return done.count;
}

/** A page of the tags of a change. It consists of whole lines, so it may have some more than asked for. */
export async function readMoves(path: string, { from, limit }: Page): Promise<{ moves: Move[]; next: number | null }> {
  const moves: Move[] = [];
  for await (const { text, next } of linesOf(path, from)) {
    const line = isKind(text, 'moves') ? readLine(text) : undefined;
    if (line?.kind !== 'moves') continue;
    moves.push(...line.moves);
    if (moves.length >= limit) return { moves, next };
  }
  return { moves, next: null };
}

/** Where a change moved a tag; undefined where it did not. */
export async function moveOf(path: string, tag: string): Promise<Move | undefined> {
  for await (const { text } of linesOf(path)) {
    if (!isKind(text, 'moves') || !text.includes(tag)) continue;
    const read = readLine(text);
    const found = read?.kind === 'moves' ? read.moves.find((move) => move.tag === tag) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** Whether a change has a tag or a digest with this text in it, in lower case. */
export async function hasMove(path: string, text: string): Promise<boolean> {
  for await (const { text: line } of linesOf(path)) {
    if (!isKind(line, 'moves') || !line.toLowerCase().includes(text)) continue;
    const read = readLine(line);
    if (read?.kind !== 'moves') continue;
    if (read.moves.some((move) => [move.tag, move.before, move.after].some((part) => part?.toLowerCase().includes(text)))) return true;
  }
  return false;
}
