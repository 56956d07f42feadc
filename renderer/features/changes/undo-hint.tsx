import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { openDialog } from '../../lib/ui-state.ts';

/** What a notice says of a change, and the way back from it. */
export function UndoHint({ changeId, children }: { readonly changeId: string; readonly children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <>
      <div>{children}</div>
      <Button variant="default" mt={8} onClick={() => openDialog({ kind: 'undo', id: changeId })}>
        {t('past.undo')}
      </Button>
    </>
  );
}
