import { AsyncLocalStorage } from 'node:async_hooks';

/** A host that was asked and has not answered any question since. */
export type Silent = {
  readonly host: string;
  /** ms since 1970. */
  readonly since: number;
};

/** Called when a host has been silent for a while, and, with undefined, when it has answered or is no longer asked. */
type OnSilent = (silent: Silent | undefined) => void;

/** ms without an answer after which a person is told. */
const TOLD_AFTER = 3_000;

/** The questions to one host that have no answer yet. */
class Questions {
  private readonly host: string;
  private readonly onSilent: OnSilent;
  private open = 0;
  private since = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isTold = false;

  constructor(host: string, onSilent: OnSilent) {
    this.host = host;
    this.onSilent = onSilent;
  }

  ask(): void {
    this.open++;
    if (this.open === 1) this.listen();
  }

  /** One of them was answered, or given up. Others may still be open: their host is not silent. */
  end(): void {
    this.open--;
    clearTimeout(this.timer);
    if (this.isTold) this.onSilent(undefined);
    this.isTold = false;
    if (this.open > 0) this.listen();
  }

  private listen(): void {
    this.since = Date.now();
    this.timer = setTimeout(() => {
      this.isTold = true;
      this.onSilent({ host: this.host, since: this.since });
    }, TOLD_AFTER);
  }
}

type Asked = { readonly hosts: Map<string, Questions>; readonly onSilent: OnSilent };

const asked = new AsyncLocalStorage<Asked>();

/** Does work, and reports each host that does not answer the questions in it, however deep they are asked. */
export const reportSilence = <T>(onSilent: OnSilent, work: () => Promise<T>): Promise<T> => asked.run({ hosts: new Map(), onSilent }, work);

/** Notes that the work around it asks a host; what it returns notes that this question has ended. */
export function noteAsked(host: string): () => void {
  const around = asked.getStore();
  if (!around) return () => {};
  const questions = around.hosts.get(host) ?? new Questions(host, around.onSilent);
  around.hosts.set(host, questions);
  questions.ask();
  return () => questions.end();
}

/** Parts of a body that is handed to a host, and what notes that its answer has come. */
type Handed = { readonly parts: AsyncGenerator<Uint8Array>; readonly answered: () => void };

/**
 * A body as it is handed to a host: the host is asked from each part until it takes the next one, and from the last one until it answers. Where
 * the content is late, the host is not asked.
 */
export function handedTo(host: string, content: AsyncIterable<Uint8Array>): Handed {
  // A socket takes the parts, outside of the work that sends them.
  const within = AsyncLocalStorage.snapshot();
  const iterator = content[Symbol.asyncIterator]();
  let end = (): void => {};
  const answered = (): void => {
    end();
    end = () => {};
  };
  async function* parts(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const next = await within(() => iterator.next());
        end = within(() => noteAsked(host));
        if (next.done) return;
        yield next.value;
        answered();
      }
    } catch (error) {
      answered();
      throw error;
    } finally {
      await iterator.return?.();
    }
  }
  return { parts: parts(), answered };
}
