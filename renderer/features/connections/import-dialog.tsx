import { Button, Checkbox } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Importable } from '../../../shared/contract/import.ts';
import { displayText } from '../../../shared/text.ts';
import { api } from '../../lib/client.ts';
import { notice } from '../../lib/notice.ts';
import { showConnection } from '../../lib/places.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import styles from './import.module.css';
import { connectionChanged, keychainQuery } from './queries.ts';

function Line({ found, checked, onToggle }: { readonly found: Importable; readonly checked: boolean; readonly onToggle: () => void }) {
  const { t } = useTranslation();
  const how = t(`import.signIn.${found.signIn}`, { username: displayText(found.username), helper: found.helper });
  const who = found.signIn === 'helper' && found.username !== '' ? `${displayText(found.username)}, ${how}` : how;
  const remarks = [
    who,
    found.insecure && t('import.insecure'),
    found.hasAuthority && t('import.authority'),
    found.saved && t('import.saved'),
  ];
  const name = found.namespace === '' ? found.address : `${found.address}/${found.namespace}`;
  return (
    <Checkbox
      label={<span className="mono">{displayText(name)}</span>}
      description={
        <>
          <span className={styles['remarks']}>{remarks.filter(Boolean).join(' · ')}</span>
          <span className={`${styles['source']} cut faint`} title={found.sources.join('\n')}>
            {found.sources.join(', ')}
          </span>
        </>
      }
      checked={checked}
      disabled={found.saved}
      onChange={onToggle}
    />
  );
}

/** The button before this one went with its step: the keyboard goes on here. One function for good. */
function takeFocus(button: HTMLButtonElement | null): void {
  button?.focus();
}

/** Registries that Docker, podman and containerd know here: first which files, then what is in them, then only what was chosen. */
export function ImportDialog() {
  const { t } = useTranslation();
  const { data: sources } = useQuery(api.import.sources.queryOptions({ staleTime: 0 }));
  const { data: keychain } = useQuery(keychainQuery);
  const find = useMutation(api.import.find.mutationOptions());
  const apply = useMutation(api.import.apply.mutationOptions({ onSuccess: connectionChanged }));
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const close = (): void => openDialog(null);
  const chosen = (find.data?.registries ?? []).filter((found) => !found.saved && !left.has(found.id));
  const toggle = (id: string): void => {
    const next = new Set(left);
    if (!next.delete(id)) next.add(id);
    setLeft(next);
  };
  const takeOver = async (): Promise<void> => {
    const { connections, failed } = await apply.mutateAsync({ ids: chosen.map(({ id }) => id) });
    close();
    notice(
      t('import.done', { count: connections.length }),
      failed.length > 0 ? t('import.failed', { names: failed.join(', ') }) : undefined,
    );
    if (connections[0]) showConnection(connections[0].id);
  };
  return (
    <Dialog onClose={close} title={t('import.title')} size={600}>
      <DialogBody>
        {sources && !find.data && (
          <>
            <span>{sources.paths.length === 0 ? t('import.nothing') : t('import.lead')}</span>
            {sources.paths.length > 0 && (
              <ul className={styles['paths']}>
                {sources.paths.map((path) => (
                  <li key={path} className="mono">
                    {path}
                  </li>
                ))}
              </ul>
            )}
          </>
        )}
        {find.data && (
          <>
            <strong role="status">
              {find.data.registries.length === 0 ? t('import.none') : t('import.found', { count: find.data.registries.length })}
            </strong>
            <div className={styles['found']}>
              {find.data.registries.map((found) => (
                <Line key={found.id} found={found} checked={!found.saved && !left.has(found.id)} onToggle={() => toggle(found.id)} />
              ))}
            </div>
            {find.data.problems.map(({ source, reason }) => (
              <Note key={source} tone="warn">
                {t('import.problem', { source, reason })}
              </Note>
            ))}
            {keychain && <span className="faint">{t(keychain.available ? 'import.keychain' : 'import.session')}</span>}
          </>
        )}
        {(find.error ?? apply.error) && <FailureNote error={find.error ?? apply.error} handlers={{}} />}
      </DialogBody>
      <DialogFooter>
        <Button variant="subtle" onClick={close}>
          {t('dialog.cancel')}
        </Button>
        {find.data ? (
          <Button ref={takeFocus} disabled={chosen.length === 0} loading={apply.isPending} onClick={() => void takeOver().catch(() => {})}>
            {t('import.apply', { count: chosen.length })}
          </Button>
        ) : (
          <Button
            data-autofocus
            loading={find.isPending}
            aria-disabled={!sources?.paths.length}
            onClick={() => sources?.paths.length && find.mutate(undefined)}
          >
            {t('import.look')}
          </Button>
        )}
      </DialogFooter>
    </Dialog>
  );
}
