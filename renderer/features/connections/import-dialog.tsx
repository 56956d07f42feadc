import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Importable } from '../../../shared/contract/import.ts';
import { api, type client } from '../../lib/client.ts';
import { notice } from '../../lib/notice.ts';
import { showConnection, shownConnectionId } from '../../lib/places.ts';
import type { Format } from '../../lib/text/format.ts';
import { openDialog, useUi } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { ImportFileButton } from './import-file-button.tsx';
import { Choice, Sources } from './import-parts.tsx';
import { connectionChanged } from './queries.ts';

/** Where an import stands. */
type ImportState =
  | { readonly kind: 'asking' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'choosing'; readonly found: Found; readonly left: ReadonlySet<string> }
  | { readonly kind: 'importing'; readonly found: Found; readonly left: ReadonlySet<string> }
  | { readonly kind: 'failed'; readonly error: unknown; readonly before: ImportState };

type Found = Awaited<ReturnType<typeof client.import.find>>;
type Imported = Awaited<ReturnType<typeof client.import.apply>>;

/** Closes the dialog and tells what was imported. Who looks at a registry stays there; on the first run there is none to stay at. */
function finish(t: TFunction, format: Format, { connections, failed }: Imported): void {
  openDialog(null);
  const [first] = connections;
  const isFirstRun = shownConnectionId(useUi.getState()) === null;
  if (first && isFirstRun) showConnection(first.id);
  const names = format.names(failed);
  notice(
    t('import.done', { count: connections.length }),
    <>
      {failed.length > 0 && <div>{t('import.failed', { names })}</div>}
      {first && !isFirstRun && (
        <Button variant="default" onClick={() => showConnection(first.id)}>
          {t('import.show')}
        </Button>
      )}
    </>,
  );
}

/** What is not chosen until the person does so: an address that is saved already is not wanted twice. */
const leftOut = ({ registries }: Found): ReadonlySet<string> => new Set(registries.flatMap(({ id, alike }) => (alike ? [id] : [])));

/** Moves the focus to the button of the next step, because the one before it was removed. It is one constant function. */
function takeFocus(button: HTMLButtonElement | null): void {
  button?.focus();
}

/** The state that shows what can be done now: after a failure the one before it. */
const shownState = (state: ImportState): ImportState => (state.kind === 'failed' ? shownState(state.before) : state);

/** Imports registries that Docker, podman and containerd know here: first which files, then what is in them, then only what was chosen. */
export function ImportDialog() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: sources } = useQuery(api.import.sources.queryOptions({ staleTime: 0 }));
  const { mutateAsync: find } = useMutation(api.import.find.mutationOptions());
  const { mutateAsync: apply } = useMutation(api.import.apply.mutationOptions({ onSuccess: connectionChanged }));
  const [state, setState] = useState<ImportState>({ kind: 'asking' });
  const shown = shownState(state);
  const close = (): void => openDialog(null);
  const isEmpty = !sources?.paths.length;

  const read = async (): Promise<void> => {
    if (isEmpty) return;
    setState({ kind: 'reading' });
    await find(undefined).then(
      (found) => setState({ kind: 'choosing', found, left: leftOut(found) }),
      (error: unknown) => setState({ kind: 'failed', error, before: { kind: 'asking' } }),
    );
  };
  const choice = shown.kind === 'choosing' || shown.kind === 'importing' ? shown : undefined;
  const isChosen = ({ id, saved }: Importable): boolean => !saved && choice !== undefined && !choice.left.has(id);
  const chosen = (choice?.found.registries ?? []).filter(isChosen);
  const toggle = (id: string): void => {
    if (choice?.kind !== 'choosing') return;
    const left = new Set(choice.left);
    if (!left.delete(id)) left.add(id);
    setState({ ...choice, left });
  };
  const importChosen = async (): Promise<void> => {
    if (choice?.kind !== 'choosing') return;
    setState({ ...choice, kind: 'importing' });
    try {
      finish(t, format, await apply({ ids: chosen.map(({ id }) => id) }));
    } catch (error) {
      setState({ kind: 'failed', error, before: choice });
    }
  };
  return (
    <Dialog onClose={close} title={t('import.title')} size={600}>
      <DialogBody>
        {!choice && sources && <Sources paths={sources.paths} />}
        {choice && <Choice found={choice.found} isChosen={isChosen} onToggle={toggle} />}
        {state.kind === 'failed' && <FailureNote error={state.error} handlers={{}} />}
      </DialogBody>
      <DialogFooter start={!choice && <ImportFileButton />}>
        <Button variant="subtle" onClick={close}>
          {t('dialog.cancel')}
        </Button>
        {choice ? (
          <Button ref={takeFocus} disabled={chosen.length === 0} loading={choice.kind === 'importing'} onClick={() => void importChosen()}>
            {t('import.apply', { count: chosen.length })}
          </Button>
        ) : (
          <Button data-autofocus loading={shown.kind === 'reading'} aria-disabled={isEmpty} onClick={() => void read()}>
            {t('import.read')}
          </Button>
        )}
      </DialogFooter>
    </Dialog>
  );
}
