import { isReading, type Run } from '../../shared/contract/runs.ts';
import type { Language } from '../../shared/languages.ts';
import type { Ending } from '../changes/core/run-work.ts';
import { confirmQuitWords } from '../i18n/confirm-quit.ts';
import { runWords } from '../i18n/runs.ts';

/** What a person chose. */
export type QuitAnswer = 'wait' | 'stop' | 'continue' | 'cancel';

/** Titles that the question names. */
const NAMED = 5;

/** The question in a dialog of the system's own: what each button means is in `answers`, in their order. */
export type QuitQuestion = {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
  readonly answers: readonly QuitAnswer[];
};

/** Whether the next start can go on with a run. */
const isContinuable = ({ about }: Pick<Run, 'about'>): boolean => about.kind === 'copy' || about.kind === 'scan';

/** What is asked about the runs that are under way. Only what is under way can be continued: where nothing of it can, that is no choice. */
export function quitQuestionOf(runs: readonly Run[], language: Language): QuitQuestion {
  const words = confirmQuitWords[language];
  const titles = runs.map(({ about }) => runWords[language].title(about));
  const canContinue = runs.some((run) => isContinuable(run) && !isReading(run.about));
  const detail = words.detail(titles.slice(0, NAMED), Math.max(0, titles.length - NAMED));
  const choices = [
    ['wait', words.wait],
    ...(canContinue ? ([['continue', words.next]] as const) : []),
    ['stop', words.stop],
    ['cancel', words.cancel],
  ] as const;
  return {
    message: words.message,
    detail: canContinue ? `${detail}\n${words.continues}` : detail,
    buttons: choices.map(([, label]) => label),
    answers: choices.map(([answer]) => answer),
  };
}

type Ports = {
  readonly runs: { readonly isIdle: boolean; settled(): Promise<void> };
  readonly ask: () => Promise<QuitAnswer>;
  /** Ends the application. Called once. */
  readonly end: (how: Ending) => Promise<void>;
};

/** How the application is quit: at once where nothing would be lost, and else as the person says, who is asked once however often it is asked to end. */
export class Quitting {
  private readonly ports: Ports;
  private isAsking = false;
  /** Changes with every answer: who waits knows whether it still holds. */
  private waiting: symbol | undefined;
  private ending: Promise<void> | undefined;

  constructor(ports: Ports) {
    this.ports = ports;
  }

  /** Whether the application ends now. */
  get isEnding(): boolean {
    return this.ending !== undefined;
  }

  /** Asked to end, by a menu, a key or the last window. Resolves once it has ended or goes on. */
  async request(): Promise<void> {
    if (this.ending) return this.ending;
    if (this.isAsking) return;
    const { runs, ask } = this.ports;
    if (runs.isIdle) return this.end('offer');
    this.isAsking = true;
    const answer = await ask().finally(() => (this.isAsking = false));
    this.waiting = undefined;
    if (answer === 'cancel') return;
    // What ran may have ended while the question stood.
    if (answer !== 'wait') return this.end(answer);
    const mine = Symbol();
    this.waiting = mine;
    await runs.settled();
    if (this.waiting === mine) await this.end('offer');
  }

  /** Ends without a question: the system shuts down, or nobody is there to be asked. */
  end(how: Ending): Promise<void> {
    this.ending ??= this.ports.end(how);
    return this.ending;
  }
}
