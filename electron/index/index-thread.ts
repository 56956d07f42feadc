import { Worker } from 'node:worker_threads';
import type { IndexTrouble } from '../../shared/contract/local-index.ts';
import type { Asked, Opening, PartOf, Question, Said } from './messages.ts';

/** A thread that ended so often is not started again: Longshore goes on without it. */
const MOST_STARTS = 3;

/** Threads that were started ahead of their first question, by their script. */
const ahead = new Map<string, Worker>();

function newThread(script: URL): Worker {
  const worker = new Worker(script);
  // 'exit' follows.
  worker.on('error', () => {});
  return worker;
}

/**
 * Starts a thread before anyone knows which index it is for: while the rest of the application is loaded, on another processor. It keeps no process
 * alive.
 */
export function startAhead(script: URL): void {
  const worker = newThread(script);
  worker.unref();
  ahead.set(script.href, worker);
  worker.on('exit', () => ahead.delete(script.href));
}

function takeThread(script: URL): Worker {
  const started = ahead.get(script.href);
  ahead.delete(script.href);
  return started ?? newThread(script);
}

type Waiting = { onPart(part: unknown): void; resolve(): void; reject(error: Error): void };

/** One thread of the index, started when it is asked for the first time. */
export class IndexThread {
  private readonly script: URL;
  private readonly path: string;
  private readonly onTrouble: (trouble: IndexTrouble) => void;
  private worker: Worker | undefined;
  private starts = 0;
  private asked = 0;
  private readonly waiting = new Map<number, Waiting>();

  constructor(script: URL, path: string, onTrouble: (trouble: IndexTrouble) => void = () => {}) {
    this.script = script;
    this.path = path;
    this.onTrouble = onTrouble;
  }

  /** `signal` ends the work on a question whose answer takes long. @throws Error where the thread cannot answer; the reason of the signal. */
  ask<Q extends Question>(question: Q, onPart: (part: PartOf<Q>) => void, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    const worker = this.worker ?? this.start();
    if (!worker) return Promise.reject(new Error('the index has ended'));
    const id = this.asked++;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const stop = (): void => this.stop(id, signal?.reason);
    signal?.addEventListener('abort', stop, { once: true });
    // Nothing that waits for the answer holds the question: it may be as large as what was read. The thread answers a question with its own parts.
    this.waiting.set(id, { onPart: onPart as (part: unknown) => void, resolve, reject });
    worker.ref();
    worker.postMessage({ id, question } satisfies Asked);
    return signal ? promise.finally(() => signal.removeEventListener('abort', stop)) : promise;
  }

  /** Ends the thread once everything is written; resolves when it has ended. */
  async close(): Promise<void> {
    const { worker } = this;
    this.starts = MOST_STARTS;
    if (!worker) return;
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    await this.ask({ kind: 'close' }, () => {}).catch(() => {});
    worker.ref();
    await ended;
  }

  private stop(id: number, reason: Error): void {
    const waiting = this.waiting.get(id);
    if (!waiting) return;
    this.waiting.delete(id);
    waiting.reject(reason);
    void this.ask({ kind: 'stop', asked: id }, () => {}).catch(() => {});
  }

  private start(): Worker | undefined {
    if (this.starts >= MOST_STARTS) return undefined;
    this.starts++;
    const worker = takeThread(this.script);
    worker.postMessage({ path: this.path } satisfies Opening);
    worker.on('message', (said: Said) => this.hear(said));
    worker.on('exit', () => {
      this.worker = undefined;
      for (const { reject } of this.waiting.values()) reject(new Error('the index has ended'));
      this.waiting.clear();
    });
    this.worker = worker;
    return worker;
  }

  private hear(said: Said): void {
    if (said.kind === 'trouble') return this.onTrouble(said.trouble);
    const waiting = this.waiting.get(said.id);
    if (said.kind === 'part') return waiting?.onPart(said.part);
    this.waiting.delete(said.id);
    // An idle thread keeps no process alive.
    if (this.waiting.size === 0) this.worker?.unref();
    if (said.error === undefined) waiting?.resolve();
    else waiting?.reject(new Error(said.error));
  }
}
