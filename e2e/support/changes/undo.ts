import type { AppOver } from '../hosts/app-over.ts';

type Client = AppOver['client'];
type HistoryClient = Client['history'];
type Events<P extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<P>> extends AsyncIterable<infer E> ? E : never;
type Change = Extract<Awaited<ReturnType<HistoryClient['list']>>['entries'][number], { kind: 'change' }>['change'];
type Run = Events<Client['runs']['follow']>['run'];
type UndoPlan = Extract<Events<HistoryClient['planUndo']>, { kind: 'plan' }>['plan'];

/** The newest changes of the history. */
export async function changesOf({ history }: Pick<Client, 'history'>): Promise<Change[]> {
  const { entries } = await history.list({ limit: 200 });
  return entries.flatMap((entry) => (entry.kind === 'change' ? [entry.change] : []));
}

/** Follows a run to its end. @throws its failure. */
export async function ended({ runs }: Pick<Client, 'runs'>, id: string, onRun: (run: Run) => void = () => {}): Promise<Run> {
  let last: Run | undefined;
  for await (const { run } of await runs.follow({ id })) {
    last = run;
    onRun(run);
  }
  if (last?.failure) throw Object.assign(new Error(last.failure.code), last.failure);
  if (!last) throw new Error('The run told nothing');
  return last;
}

/** The change that a run made, or that it settled. */
async function changeOf({ history }: Pick<Client, 'history'>, { changeIds }: Run): Promise<Change> {
  return (await history.get({ id: changeIds[0] ?? '', limit: 1 })).change;
}

/** Undoes a change to its end; what that came to. */
export async function undone(
  client: Pick<Client, 'history' | 'runs'>,
  id: string,
  typed: string[] = [],
): Promise<{ result: Run['result']; change: Change }> {
  const run = await ended(client, (await client.history.undo({ id, typed })).runId);
  return { result: run.result, change: await changeOf(client, run) };
}

/** What undoing a change would do. */
export async function undoPlanOf({ history }: Pick<Client, 'history'>, id: string): Promise<UndoPlan> {
  for await (const event of await history.planUndo({ id })) if (event.kind === 'plan') return event.plan;
  throw new Error('It ended without a plan');
}

/** Settles a change that waits. */
export async function settled(
  client: Pick<Client, 'history' | 'runs'>,
  id: string,
  how: 'ask' | 'restore' | 'complete' | 'leave',
): Promise<Change> {
  const run = await ended(client, (await client.history.settle({ id, how })).runId);
  return changeOf(client, run);
}
