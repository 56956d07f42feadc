import { Button, FileButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { MOST_FILE_BYTES } from '../../../shared/connections-file.ts';
import { openDialog } from '../../lib/ui-state.ts';

/** Opens a file of registries; one that is too large is not read at all. */
export function ImportFileButton() {
  const { t } = useTranslation();
  const open = async (file: File | null): Promise<void> => {
    if (!file) return;
    const text = file.size > MOST_FILE_BYTES ? null : await file.text().catch(() => '');
    openDialog({ kind: 'import-file', name: file.name, text });
  };
  return (
    <FileButton accept=".json,application/json" onChange={(file) => void open(file)}>
      {(props) => (
        <Button variant="default" {...props}>
          {t('sharing.chooseFile')}
        </Button>
      )}
    </FileButton>
  );
}
