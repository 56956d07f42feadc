import { type FormEvent, type ReactNode, useEffect } from 'react';
import type { Connection } from '../../../shared/contract/connections.ts';
import { hasProblems } from '../../../shared/contract/runs.ts';
import { signInHandler } from '../../lib/sign-in.ts';
import { closeDialog } from '../../lib/ui-state.ts';
import { type RunView, useRun } from '../../lib/use-run.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import type { RegistryMark } from '../../ui/registry-mark.tsx';
import { RunFooter, RunOutcome } from '../../ui/run-parts.tsx';
import { SubjectLine } from '../../ui/subject-line.tsx';
import type { PlanStep } from './plan-step.ts';
import { TransferMeter } from './transfer-meter.tsx';

/** The run of a transfer's dialog that was opened for it again; the dialog closes when all of it is done, and a notice says so. */
export function useTransferRun(runId: string | undefined): RunView {
  const view = useRun(runId);
  const { state, result } = view.detail?.run ?? {};
  const isDone = state === 'done' && !hasProblems(result);
  useEffect(() => {
    if (isDone) closeDialog();
  }, [isDone]);
  return view;
}

type Props<P> = {
  readonly title: string;
  /** The registry that it writes to. */
  readonly changes?: RegistryMark | undefined;
  /** The registries that it asks. */
  readonly registries: readonly (Connection | undefined)[];
  /** What is transferred, or where to. */
  readonly subject: string;
  readonly view: RunView;
  /** Shown in place of the fields while it runs: from where to where. */
  readonly route?: ReactNode;
  readonly step: PlanStep<P>;
  readonly showPlan: (plan: P) => ReactNode;
  /** px that the plan takes at least: what is below it does not move. */
  readonly planHeight?: number;
  /** Shown while there is no plan yet. */
  readonly waiting: ReactNode;
  readonly isReady: boolean;
  readonly apply: string;
  readonly footnote: string;
  readonly stopped: string;
  readonly onApply: (plan: P) => void;
  readonly onRefresh: () => void;
  /** Fields before and after the plan. */
  readonly children: ReactNode;
  readonly after?: ReactNode;
};

/** The shell of copy, save and load: fields, then what would be transferred, then how far it has come and how it ended. */
export function TransferDialog<P>(props: Props<P>) {
  const { title, changes, subject, view, step, isReady, onApply, onRefresh } = props;
  const ready = isReady && !view.isBusy && step.kind === 'planned' && !step.isStale;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready) onApply(step.plan);
  };
  return (
    <Dialog onClose={closeDialog} title={title} size={600} closeOnClickOutside={false} changes={changes}>
      <form onSubmit={submit} noValidate>
        <DialogBody>
          {view.isBusy && props.route ? (
            props.route
          ) : (
            <>
              <SubjectLine text={subject} />
              {props.children}
            </>
          )}
          <div style={{ minHeight: props.planHeight ?? 96 }}>
            {view.isBusy ? (
              <TransferMeter detail={view.detail} />
            ) : step.kind === 'planned' ? (
              props.showPlan(step.plan)
            ) : step.kind === 'failed' ? (
              <FailureNote
                error={step.error}
                handlers={{ ...signInHandler(props.registries, step.error), retry: onRefresh, refresh: onRefresh }}
              />
            ) : (
              props.waiting
            )}
          </div>
          <RunOutcome view={view} stopped={props.stopped} onRefresh={onRefresh} />
          {props.after}
        </DialogBody>
        <RunFooter view={view} ready={ready} apply={props.apply} footnote={props.footnote} onClose={closeDialog} />
      </form>
    </Dialog>
  );
}
