import { join } from 'node:path';
import type { IndexTrouble } from '../../shared/contract/local-index.ts';
import { IndexThread } from './index-thread.ts';
import { isLong } from './is-long.ts';
import type { PartOf, Question } from './messages.ts';
import { READER, WRITER } from './scripts.ts';

/** The index as the rest of the application sees it: questions to a thread, so that nothing here ever waits for the disk. */
export class LocalIndex {
  private readonly writer: IndexThread;
  /** For what takes long: it only reads. */
  private readonly reader: IndexThread;
  private lastTrouble: IndexTrouble | undefined;

  /** `onTrouble` is told when the index is not, or no longer, what it was. */
  constructor(dataFolder: string, onTrouble: (trouble: IndexTrouble) => void = () => {}) {
    const path = join(dataFolder, 'index.sqlite');
    this.writer = new IndexThread(WRITER, path, (trouble) => {
      this.lastTrouble = trouble;
      onTrouble(trouble);
    });
    this.reader = new IndexThread(READER, path);
  }

  /** Why the index is not what it was, since this start. */
  get trouble(): IndexTrouble | undefined {
    return this.lastTrouble;
  }

  /**
   * What takes long waits for no write, and no write for it; `signal` ends the work on it. @throws Error where the index cannot answer, and
   * whoever asks goes on without it; the reason of the signal.
   */
  ask<Q extends Question>(question: Q, onPart: (part: PartOf<Q>) => void = () => {}, signal?: AbortSignal): Promise<void> {
    if (isLong(question) && this.lastTrouble !== 'memory-only') return this.askReader(question, onPart, signal);
    return this.writer.ask(question, onPart, signal);
  }

  /** Resolves once everything is written that was to be so far. @throws Error where the index cannot answer. */
  written(): Promise<void> {
    return this.writer.ask({ kind: 'written' }, () => {});
  }

  /** Ends the threads once everything is written. */
  async close(): Promise<void> {
    await Promise.all([this.reader.close(), this.writer.close()]);
  }

  private async askReader<Q extends Question>(question: Q, onPart: (part: PartOf<Q>) => void, signal?: AbortSignal): Promise<void> {
    let isAnswered = false;
    const take = (part: PartOf<Q>): void => {
      isAnswered = true;
      onPart(part);
    };
    try {
      await this.reader.ask(question, take, signal);
    } catch (error) {
      if (isAnswered || signal?.aborted) throw error;
      // There is no file yet, or it was replaced: the other thread knows.
      await this.writer.ask(question, onPart, signal);
    }
  }
}
