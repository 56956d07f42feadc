import type { UndoPlan, UndoProgress } from '../../../shared/contract/history.ts';
import type { RunProgress } from '../../../shared/contract/runs.ts';
import type { UndoPlanning } from './queries.ts';

/** Where an undo stands. */
export type UndoState =
  | { readonly kind: 'planning'; readonly progress: UndoProgress | undefined }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'impossible'; readonly plan: UndoPlan; readonly obstacle: NonNullable<UndoPlan['obstacle']> }
  | { readonly kind: 'ready'; readonly plan: UndoPlan }
  | { readonly kind: 'running'; readonly progress: RunProgress | undefined };

type Given = {
  readonly planning: UndoPlanning | undefined;
  readonly error: unknown;
  /** The run of this undo while it is running. */
  readonly run: { readonly progress: RunProgress | undefined } | undefined;
};

/** The state of an undo from its plan and its run. Pure. */
export function undoStateOf({ planning, error, run }: Given): UndoState {
  if (run) return { kind: 'running', progress: run.progress };
  if (error) return { kind: 'failed', error };
  const plan = planning?.plan;
  if (!plan) return { kind: 'planning', progress: planning?.progress };
  return plan.obstacle ? { kind: 'impossible', plan, obstacle: plan.obstacle } : { kind: 'ready', plan };
}

const words = (text: string): string => text.trim().split(/\s+/).join(' ');

/** Whether these names were typed, with any space between them. Pure. */
export const isTyped = (names: readonly string[], typed: string): boolean => words(names.join(' ')) === words(typed);
