import { Dispatcher } from 'undici';
import type { MadeUpAnswer } from '../endpoint.ts';

/** Answers every request with what is made up for its path, or with 404; nothing reaches a network. */
export class WithoutNetwork extends Dispatcher {
  private readonly answerOf: (path: string) => MadeUpAnswer | undefined;

  constructor(answerOf: (path: string) => MadeUpAnswer | undefined) {
    super();
    this.answerOf = answerOf;
  }

  override dispatch({ path }: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    let isAborted = false;
    const controller = {
      ...{ aborted: false, paused: false, reason: null, pause() {}, resume() {} },
      abort() {
        isAborted = true;
      },
    };
    const answer = this.answerOf(path);
    // As an answer of a network, it comes in a later turn.
    setImmediate(() => {
      handler.onRequestStart?.(controller, {});
      if (isAborted) return;
      handler.onResponseStart?.(controller, answer ? 200 : 404, answer?.headers ?? {});
      if (answer) handler.onResponseData?.(controller, answer.body);
      handler.onResponseEnd?.(controller, {});
    });
    return true;
  }

  override close(): Promise<void>;
  override close(callback?: () => void): void;
  override close(callback?: () => void): Promise<void> {
    callback?.();
    return Promise.resolve();
  }

  override destroy(): Promise<void> {
    return Promise.resolve();
  }
}
