import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isMac } from '../../lib/platform.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';

const SHORTCUTS = [
  ['palette', 'mod K'],
  ['filter', '/'],
  ['move', '↑ ↓ Home End PgUp PgDn'],
  ['open', '↵'],
  ['select', 'Space'],
  ['range', '⇧ ↑ ↓'],
  ['retag', 'R'],
  ['copyPull', 'C'],
  ['delete', 'Del'],
  ['undo', 'mod Z'],
  ['places', isMac ? '⌘[ ⌘]' : 'Alt ← Alt →'],
  ['refresh', 'F5'],
  ['settings', 'mod ,'],
  ['shortcuts', '?'],
] as const;

/** The list of all shortcuts. */
export function ShortcutsDialog() {
  const { t } = useTranslation();
  const close = (): void => openDialog(null);
  return (
    <Dialog onClose={close} title={t('shortcuts.title')} size={420}>
      <DialogBody>
        <table style={{ width: '100%' }}>
          <tbody>
            {SHORTCUTS.map(([name, keys]) => (
              <tr key={name}>
                <th scope="row" style={{ textAlign: 'left', fontWeight: 400, padding: '4px 0' }}>
                  {t(`shortcuts.${name}`)}
                </th>
                <td style={{ textAlign: 'right' }}>
                  <KeyHint keys={keys} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </DialogBody>
      <DialogFooter>
        <Button onClick={close} data-autofocus>
          {t('dialog.close')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
