import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { openDialog } from '../lib/ui-state.ts';

type UndoButtonProps = {
  readonly changeId: string | undefined;
  /** Other changes of the same run, which are undone with it. */
  readonly others?: readonly string[];
  readonly size?: 'xs';
};

/** Offers the undo of a change, and of others with it; the history where no change is known. */
export function UndoButton({ changeId, others = [], size }: UndoButtonProps) {
  const { t } = useTranslation();
  return (
    <Button
      variant="default"
      {...(size ? { size } : {})}
      onClick={() => openDialog(changeId === undefined ? { kind: 'history' } : { kind: 'undo', id: changeId, others })}
    >
      {t(changeId === undefined ? 'history.title' : 'history.undo')}
    </Button>
  );
}

type HintProps = Omit<UndoButtonProps, 'size'> & {
  /** Another button. */
  readonly beside?: ReactNode;
  readonly children: ReactNode;
};

/** What a notice says of a change, and the way back from it. */
export function UndoHint({ changeId, others = [], beside, children }: HintProps) {
  return (
    <>
      <div style={{ marginBottom: 8 }}>{children}</div>
      <div style={{ display: 'flex', gap: 8 }}>
        <UndoButton changeId={changeId} others={others} />
        {beside}
      </div>
    </>
  );
}
