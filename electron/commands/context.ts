import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { ContractRouterClient } from '@orpc/contract';
import { formOf } from '../../shared/connection-form.ts';
import type { Connection } from '../../shared/contract/connections.ts';
import type { contract } from '../../shared/contract/contract.ts';
import type { Given } from './arguments.ts';
import { Refusal } from './exit-codes.ts';
import type { Output } from './output.ts';
import { type Named, placeOf } from './places.ts';

/** The procedures of the application, in this process or in the one that has the data folder. */
export type CommandClient = ContractRouterClient<typeof contract>;

export type Input = Readable & { readonly isTTY?: boolean };

export type ContextParts = {
  readonly client: CommandClient;
  readonly given: Given;
  readonly output: Output;
  readonly input: Input;
  /** Ends what is read. */
  readonly signal: AbortSignal;
  /** Opens a link once the command has ended and the data folder is free. */
  readonly openLater: (link: string) => void;
};

/** Bytes of a password, as of the form. */
const MOST_OF_PASSWORD = 64 * 1024;

/** The password that another program wrote: secrets are never in arguments, which other users may read. @throws Refusal. */
async function readPassword(input: Input): Promise<string> {
  if (input.isTTY) throw new Refusal('usage', '--password-stdin reads from another program: pass it in with a pipe.');
  let text = '';
  for await (const chunk of input) {
    text += String(chunk);
    if (text.length > MOST_OF_PASSWORD) throw new Refusal('usage', 'The password on standard input is too long.');
  }
  return text.replace(/\r?\n$/, '');
}

/** What a command works with. */
export class Context {
  readonly client: CommandClient;
  readonly given: Given;
  readonly output: Output;
  readonly input: Input;
  readonly signal: AbortSignal;
  readonly openLater: (link: string) => void;
  private known: Promise<readonly Connection[]> | undefined;
  private password: string | undefined;
  private lines: AsyncIterator<string> | undefined;

  constructor({ client, given, output, input, signal, openLater }: ContextParts) {
    this.client = client;
    this.given = given;
    this.output = output;
    this.input = input;
    this.signal = signal;
    this.openLater = openLater;
  }

  /** The saved registries. */
  connections(): Promise<readonly Connection[]> {
    this.known ??= this.client.connections.list(undefined, { signal: this.signal }).then(({ connections }) => connections);
    return this.known;
  }

  /** What a reference names; the registry gets the password that was passed in. @throws Refusal. */
  async place(text: string): Promise<Named> {
    const named = placeOf(text, await this.connections());
    await this.handOverPassword(named.connection);
    return named;
  }

  /** A line that the person types. The end of the input is an empty one. @throws AbortError after Ctrl-C. */
  async ask(question: string): Promise<string> {
    this.lines ??= createInterface({ input: this.input, terminal: false, signal: this.signal })[Symbol.asyncIterator]();
    this.output.prompt(`${question} `);
    const { value, done } = await this.lines.next();
    this.signal.throwIfAborted();
    return done === true ? '' : value.trim();
  }

  private async handOverPassword(connection: Connection): Promise<void> {
    if (!this.given.has('password-stdin') || this.password !== undefined) return;
    if (connection.secret !== 'session')
      throw new Refusal('usage', `The password of ${connection.name} is not kept for a session: --password-stdin does not apply.`);
    this.password = await readPassword(this.input);
    const changed = { id: connection.id, form: { ...formOf(connection), password: this.password, remember: false } };
    // The one that the window works with is replaced by one that the registry accepts, and by no other.
    await this.client.connections.test(changed, { signal: this.signal });
    await this.client.connections.save(changed);
  }
}
