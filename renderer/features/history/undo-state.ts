import type { HistoryProgress, UndoPlan } from '../../../shared/contract/history.ts';

/** Where an undo stands. `stopped`: the person ended it early, and it is planned again. */
export type UndoState =
  | { readonly kind: 'planning'; readonly progress: HistoryProgress | undefined }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'impossible'; readonly plan: UndoPlan; readonly obstacle: NonNullable<UndoPlan['obstacle']> }
  | { readonly kind: 'ready'; readonly plan: UndoPlan; readonly wasStopped: boolean }
  | { readonly kind: 'running'; readonly plan: UndoPlan; readonly progress: HistoryProgress | undefined; readonly isStopping: boolean };

type Given = {
  readonly planning: { readonly progress: HistoryProgress | undefined; readonly plan: UndoPlan | undefined } | undefined;
  readonly error: unknown;
  readonly run: { readonly running: boolean; readonly progress: HistoryProgress | undefined; readonly stopped: boolean };
  readonly wasStopped: boolean;
};

/** The state of an undo from its plan and its run. Pure. */
export function undoStateOf({ planning, error, run, wasStopped }: Given): UndoState {
  const plan = planning?.plan;
  if (run.running && plan) return { kind: 'running', plan, progress: run.progress, isStopping: run.stopped };
  if (error) return { kind: 'failed', error };
  if (!plan) return { kind: 'planning', progress: planning?.progress };
  if (plan.obstacle) return { kind: 'impossible', plan, obstacle: plan.obstacle };
  return { kind: 'ready', plan, wasStopped };
}
