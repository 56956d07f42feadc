import { Button } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import { placeText } from '../../lib/text/place-text.ts';
import { closeDialog } from '../../lib/ui-state.ts';
import { Dialog, type DialogProps } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { ReadOnlyNote } from '../../ui/read-only-note.tsx';
import { SavePlanButton } from '../../ui/save-plan-button.tsx';
import { SubjectLine } from '../../ui/subject-line.tsx';

type Props = Pick<DialogProps, 'title' | 'size' | 'closeOnClickOutside'> & {
  readonly connection: Connection;
  readonly repository: string;
  readonly footnote: string;
  /** What the main button says, and whether it destroys. */
  readonly apply: string;
  readonly isDanger?: boolean;
  readonly isReady: boolean;
  /** The run is being begun. */
  readonly isStarting: boolean;
  readonly onApply: () => void;
  /** The text of the plan as a file; undefined while there is nothing to do. A plan that came from a file is not offered. */
  readonly planText?: (() => Promise<{ readonly text: string }>) | undefined;
  readonly isFromFile?: boolean;
  readonly children: ReactNode;
};

/** The dialog that plans a retag, of one tag or of many: where it is, what is entered, and the button that begins the run. */
export function RetagFrame({
  connection,
  repository,
  footnote,
  apply,
  isDanger,
  isReady,
  isStarting,
  onApply,
  planText,
  isFromFile = false,
  children,
  ...dialog
}: Props) {
  const { t } = useTranslation();
  const close = (): void => {
    if (!isStarting) closeDialog();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onApply();
  };
  return (
    <Dialog onClose={close} changes={connection} {...dialog}>
      <form onSubmit={submit} noValidate>
        <DialogBody>
          <SubjectLine text={placeText({ connection: connection.name, repository })} />
          {connection.readOnly && <ReadOnlyNote connectionId={connection.id}>{t('change.readOnly')}</ReadOnlyNote>}
          {children}
        </DialogBody>
        <DialogFooter start={footnote}>
          <Button variant="subtle" onClick={close} disabled={isStarting}>
            {t('dialog.cancel')}
          </Button>
          {!isFromFile && <SavePlanButton name="retag-plan" text={planText} />}
          <Button type="submit" disabled={!isReady} loading={isStarting} data-danger={isDanger || undefined}>
            {apply}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
