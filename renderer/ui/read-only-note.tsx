import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { allowChanges } from '../lib/allow-changes.ts';
import { Note } from './note.tsx';

/** Says that a registry is read-only in Longshore, and lets the person allow changes for ten minutes. */
export function ReadOnlyNote({ connectionId, children }: { readonly connectionId: string; readonly children: string }) {
  const { t } = useTranslation();
  return (
    <Note tone="warn">
      <span>{children}</span>
      <div>
        <Button size="xs" variant="default" onClick={() => void allowChanges(connectionId)}>
          {t('connections.allowChanges')}
        </Button>
      </div>
    </Note>
  );
}
