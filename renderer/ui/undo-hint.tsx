import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { openDialog } from '../lib/ui-state.ts';

/** Offers the undo of a change, or the history where there were several. */
export function UndoButton({ changeId, size }: { readonly changeId: string | undefined; readonly size?: 'xs' }) {
  const { t } = useTranslation();
  return (
    <Button
      variant="default"
      {...(size ? { size } : {})}
      onClick={() => openDialog(changeId === undefined ? { kind: 'history' } : { kind: 'undo', id: changeId })}
    >
      {t(changeId === undefined ? 'history.title' : 'history.undo')}
    </Button>
  );
}

type HintProps = {
  readonly changeId: string | undefined;
  /** Another button. */
  readonly beside?: ReactNode;
  readonly children: ReactNode;
};

/** What a notice says of a change, and the way back from it. */
export function UndoHint({ changeId, beside, children }: HintProps) {
  return (
    <>
      <div style={{ marginBottom: 8 }}>{children}</div>
      <div style={{ display: 'flex', gap: 8 }}>
        <UndoButton changeId={changeId} />
        {beside}
      </div>
    </>
  );
}
