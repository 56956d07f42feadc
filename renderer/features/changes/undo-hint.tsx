import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { openDialog } from '../../lib/ui-state.ts';

/** What a notice says of a change, and the way back from it: for several changes at once that is the history. */
export function UndoHint({ changeId, children }: { readonly changeId: string | undefined; readonly children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <>
      <div>{children}</div>
      <Button
        variant="default"
        mt={8}
        onClick={() => openDialog(changeId === undefined ? { kind: 'history' } : { kind: 'undo', id: changeId })}
      >
        {t(changeId === undefined ? 'past.title' : 'past.undo')}
      </Button>
    </>
  );
}
