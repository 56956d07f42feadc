import { EventPublisher } from '@orpc/server';
import type { ToShow } from '../../shared/contract/settings.ts';

/** What one window is asked to show, from outside of its page. */
export class Shown {
  private readonly publisher = new EventPublisher<{ shown: ToShow }>();
  private kept: ToShow | undefined;

  /** Asks the window to show this. A page that is still loading shows the latest as soon as it can. */
  show(what: ToShow): void {
    if (this.publisher.size === 0) this.kept = what;
    else this.publisher.publish('shown', what);
  }

  /** What is to be shown, from now on. */
  async *read(signal: AbortSignal | undefined): AsyncGenerator<ToShow> {
    const shown = this.publisher.subscribe('shown', signal ? { signal } : {});
    try {
      const { kept } = this;
      this.kept = undefined;
      if (kept) yield kept;
      yield* shown;
    } finally {
      await shown.return();
    }
  }
}
