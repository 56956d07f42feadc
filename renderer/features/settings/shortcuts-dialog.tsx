import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isMac } from '../../lib/platform.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import styles from './settings.module.css';

const GROUPS = [
  {
    group: 'window',
    shortcuts: [
      ['palette', 'mod K'],
      ['panes', 'F6 | shift F6'],
      ['pane', 'mod 1 | mod 2 | mod 3'],
      ['filter', 'slash'],
      ['places', isMac ? 'mod openBracket | mod closeBracket' : 'alt left | alt right'],
      ['refresh', 'F5'],
      ['newWindow', 'mod N'],
      ['settings', 'mod comma'],
      ['shortcuts', 'question'],
    ],
  },
  {
    group: 'selection',
    shortcuts: [
      ['select', 'space'],
      ['range', 'shift up | shift down'],
      ['selectAll', 'mod A'],
      ['compareTwo', 'mod D'],
      ['clear', 'escape'],
    ],
  },
  {
    group: 'lists',
    shortcuts: [
      ['move', 'up | down | home | end | pageUp | pageDown'],
      ['open', 'enter'],
      ['back', 'escape'],
      ['menu', 'shift F10'],
      ['groupTags', 'mod G'],
      ['comparePrevious', 'mod D'],
      ['moveRegistry', 'alt up | alt down'],
      ['searchText', 'mod F'],
    ],
  },
  {
    group: 'changes',
    shortcuts: [
      ['retag', 'R'],
      ['copyPull', 'C'],
      ['copyReference', 'mod C'],
      ['delete', 'delete'],
      ['undo', 'mod Z'],
      ['redo', 'mod shift Z | mod Y'],
    ],
  },
] as const;

/** The list of all shortcuts. */
export function ShortcutsDialog() {
  const { t } = useTranslation();
  const close = (): void => openDialog(null);
  return (
    <Dialog onClose={close} title={t('shortcuts.title')} size={820}>
      <DialogBody>
        <div className={styles['shortcutGroups']}>
          {GROUPS.map(({ group, shortcuts }) => (
            <table key={group} className={styles['shortcuts']}>
              <caption>{t(`shortcuts.group.${group}`)}</caption>
              <tbody>
                {shortcuts.map(([name, keys]) => (
                  <tr key={name}>
                    <th scope="row">{t(`shortcuts.${name}`)}</th>
                    <td>
                      <KeyHint keys={keys} isRead />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          ))}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="default" onClick={close} data-autofocus>
          {t('dialog.close')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
