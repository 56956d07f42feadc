import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { parentPort } from 'node:worker_threads';
import type { IndexTrouble } from '../../shared/contract/local-index.ts';
import { collectAtRest } from '../memory.ts';
import { coverageOf } from './coverage.ts';
import { Images } from './images.ts';
import { isLong } from './is-long.ts';
import { keepTree, treeOf, treesKnown } from './layer-trees.ts';
import { LongAnswers } from './long-answers.ts';
import { stepsOf } from './long-questions.ts';
import type { Asked, LongQuestion, Opening, Part, Question, Said } from './messages.ts';
import { Names } from './names.ts';
import { beginAnew, isConstraint, isDamage, isOfSqlite, openIndex, openInMemory } from './open.ts';
import { Rows } from './rows.ts';
import { Scans } from './scans.ts';
import { labelsOf, tagsWithLabel } from './tag-labels.ts';
import { Tags } from './tags.ts';
import { notFound, parentsOf, untaggedOf } from './untagged.ts';
import { clear, forget, prune, statsOf } from './upkeep.ts';
import { Visits } from './visits.ts';

// The thread of the index that writes it. What is read is answered before what is waiting to be written; what takes long, where no other thread can (`reader.ts`).

const say = (said: Said): void => parentPort?.postMessage(said);

/** Told before anything is asked. */
let path: string;
let database: DatabaseSync;
let rows: Rows;
let images: Images;
let tags: Tags;
let names: Names;
let visits: Visits;
let scans: Scans;
/** Which file is open; one that was deleted meanwhile is another. */
let inode: number | undefined;
/** ms since 1970: what was read by then was lost under way. */
let lost = 0;
const waiting: Asked[] = [];
let turn: NodeJS.Immediate | undefined;
const long = new LongAnswers<Part>({
  onPart: (id, part) => say({ kind: 'part', id, part }),
  onEnd: (id, error) => say({ kind: 'end', id, ...(error === undefined ? {} : { error: String(error) }) }),
  onFailure: recover,
});

const inodeOf = (): number | undefined => statSync(path, { throwIfNoEntry: false })?.ino;

function use(opened: { readonly database: DatabaseSync; readonly trouble?: IndexTrouble }, trouble = opened.trouble): void {
  // What is being read from the file before.
  long.endAll(new Error('the index was replaced'));
  database = opened.database;
  rows = new Rows(database);
  images = new Images(rows);
  tags = new Tags(rows);
  names = new Names(rows);
  visits = new Visits(rows);
  scans = new Scans(rows);
  inode = opened.trouble === 'memory-only' ? undefined : inodeOf();
  if (trouble) say({ kind: 'trouble', trouble });
}

/** After a failure of SQLite: a damaged file is set aside, one that cannot be written is left alone; the index goes on without it. Of any other failure the file knows nothing. */
function recover(error: unknown): void {
  if (!isOfSqlite(error) || isConstraint(error)) return;
  database.close();
  use(isDamage(error) ? beginAnew(path, 'damaged') : openInMemory());
  lost = Date.now();
}

/** The answer to a question that has one part. */
function partOf(question: Question): Part | undefined {
  switch (question.kind) {
    case 'changes': {
      const changes = visits.changesOf(question);
      return changes ? { changes } : {};
    }
    case 'labels':
      return labelsOf(rows, question);
    case 'tags-with-label':
      return tagsWithLabel(rows, question);
    case 'coverage':
      return coverageOf(rows, question);
    case 'named-before':
      return { names: names.known(question.connectionId) };
    case 'parents':
      return parentsOf(rows, question.digests);
    case 'untagged':
      return untaggedOf(rows, question);
    case 'stats':
      return statsOf(database);
    case 'sample':
      return scans.sample(question.connectionId);
    case 'scans':
      return scans.open();
    case 'tree':
      return { packed: treeOf(rows, question, question.time) };
    case 'trees-known':
      return treesKnown(rows, question.layers);
    default:
      return undefined;
  }
}

function stop(id: number): void {
  long.stop(id);
  const at = waiting.findIndex((asked) => asked.id === id);
  if (at !== -1) waiting.splice(at, 1);
}

/** Answers a question part by part. */
const tell = (id: number, parts: Iterable<Part>): void => {
  for (const part of parts) say({ kind: 'part', id, part });
};

function answer(id: number, question: Exclude<Question, LongQuestion>): void {
  switch (question.kind) {
    case 'images':
      return tell(id, images.of(question));
    case 'save':
      return images.save(question, question.images);
    case 'tags':
      return tell(id, tags.of(question));
    case 'saw':
      return tags.saw(question, question.tags, question.time);
    case 'saw-all':
      // Some of what a reading saw that began before may be among what was lost.
      return question.time > lost ? tags.sawAll(question, question.time) : undefined;
    case 'reading-begins':
      return visits.readingBegins(question, question.time);
    case 'visited':
      return visits.seen(question, question.time);
    case 'named':
      return names.named(question, question.names);
    case 'named-all':
      return names.namedAll(question);
    // `partOf` answers these, and one says all by its end.
    case 'written':
    case 'sample':
    case 'scans':
    case 'changes':
    case 'labels':
    case 'tags-with-label':
    case 'coverage':
    case 'named-before':
    case 'parents':
    case 'untagged':
    case 'stats':
    case 'tree':
    case 'trees-known':
      return;
    case 'keep-tree':
      return keepTree(rows, question, question.time);
    case 'stop':
      return stop(question.asked);
    case 'names':
      return tell(id, scans.names(question.connectionId));
    case 'scan':
      return scans.note(question);
    case 'scan-end':
      return scans.end(question.connectionId);
    case 'not-found':
      return notFound(rows, question, question.digests);
    case 'clear':
      lost = Date.now();
      return clear(database);
    case 'forget':
      return forget(database, question.connectionId);
    case 'prune':
      return prune(database, question.connectionIds, question.maxBytes);
    case 'close':
      long.endAll(new Error('the index has ended'));
      database.close();
      parentPort?.close();
  }
}

function work(asked: Asked): void {
  try {
    if (inode !== undefined && inodeOf() !== inode) {
      database.close();
      use(openIndex(path), 'deleted');
      lost = Date.now();
    }
    const { id, question } = asked;
    if (isLong(question)) return long.begin(id, stepsOf(rows, question));
    const part = partOf(question);
    if (part) say({ kind: 'part', id, part });
    else answer(id, question);
    say({ kind: 'end', id });
  } catch (error) {
    say({ kind: 'end', id: asked.id, error: String(error) });
    recover(error);
  }
}

/** What is answered at once; the rest waits for its turn. */
const isUrgent = ({ kind }: Question): boolean =>
  kind === 'images' ||
  kind === 'tags' ||
  kind === 'changes' ||
  kind === 'labels' ||
  kind === 'tags-with-label' ||
  kind === 'stats' ||
  kind === 'coverage' ||
  kind === 'tree' ||
  kind === 'trees-known' ||
  kind === 'close';

/** What must be written first, for `question` to be answered from it. */
function isBefore(question: Question, { question: other }: Asked): boolean {
  if (question.kind === 'tree' || question.kind === 'trees-known') return other.kind === 'keep-tree';
  if (!('repository' in question)) return true;
  return 'repository' in other && other.repository === question.repository && other.connectionId === question.connectionId;
}

/** Takes the next turn, once: others would leave no time between them. */
function goOn(): void {
  if (turn === undefined && waiting.length > 0) turn = setImmediate(next);
}

function next(): void {
  turn = undefined;
  const asked = waiting.shift();
  if (asked) work(asked);
  goOn();
}

function open(opening: Opening): void {
  path = opening.path;
  use(openIndex(path));
}

function take(asked: Asked): void {
  if (asked.question.kind === 'stop') return work(asked);
  if (!isUrgent(asked.question)) {
    waiting.push(asked);
    return goOn();
  }
  for (const other of waiting.filter((one) => isBefore(asked.question, one))) {
    waiting.splice(waiting.indexOf(other), 1);
    work(other);
  }
  work(asked);
}

collectAtRest();
parentPort?.on('message', (message: Opening | Asked) => ('path' in message ? open(message) : take(message)));
