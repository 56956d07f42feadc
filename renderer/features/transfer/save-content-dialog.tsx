import { Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { RunAbout } from '../../../shared/contract/runs.ts';
import type { ContentPlan, SavedContent } from '../../../shared/contract/transfer.ts';
import { contentName } from '../../lib/content-name.ts';
import { imageText, placeText } from '../../lib/text/place-text.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Note } from '../../ui/note.tsx';
import { FileField } from './file-field.tsx';
import { isExisting } from './is-existing.ts';
import { planStep } from './plan-step.ts';
import { contentPlanQuery, folderQuery, startContent } from './queries.ts';
import { TransferDialog, useTransferRun } from './transfer-dialog.tsx';
import { TransferRoute } from './transfer-route.tsx';

/** How much is written, and what is read for it. */
function ContentPlanNote({ plan }: { readonly plan: ContentPlan }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { kind, files, bytes, toTransfer, leftOut } = plan;
  const isFolder = kind === 'folder';
  const size = format.bytes(bytes);
  return (
    <Note role="status" tone={leftOut > 0 ? 'warn' : 'plain'}>
      <strong>
        {isFolder ? t('saveContent.files', { count: files, shown: format.number(files), size }) : t('saveContent.size', { size })}
      </strong>
      {isFolder && toTransfer && <span>{t('transfer.toTransfer', { count: toTransfer.blobs, size: format.bytes(toTransfer.bytes) })}</span>}
      {leftOut > 0 && <span>{t('saveContent.leftOut', { count: leftOut, shown: format.number(leftOut) })}</span>}
      <span className="dim">{t(isFolder ? 'saveContent.folderHint' : 'saveContent.fileHint')}</span>
    </Note>
  );
}

/** Saves a file, a folder or a blob to a file. */
export function SaveContentDialog({
  connection,
  repository,
  content,
  runId,
  about,
}: {
  readonly connection: Connection;
  readonly repository: string;
  readonly content: SavedContent;
  readonly runId: string | undefined;
  /** What the run is about that the dialog is opened for. */
  readonly about: Extract<RunAbout, { kind: 'save-content' }> | undefined;
}) {
  const { t } = useTranslation();
  const view = useTransferRun(runId);
  const query = useQuery({ ...contentPlanQuery({ connectionId: connection.id, repository, content }), enabled: !view.isBusy });
  const [typed, setTyped] = useState(about?.path);
  const [replace, setReplace] = useState(false);
  const { data: folder } = useQuery(folderQuery);
  const path = typed ?? (folder && query.data ? `${folder.folder}/${query.data.name}` : '');
  const exists = isExisting(view.failure, path);
  const name = contentName(t, content);
  return (
    <TransferDialog
      title={t('saveContent.title', { content: name })}
      registries={[connection]}
      subject={placeText({ connection: connection.name, repository })}
      view={view}
      route={<TransferRoute from={imageText({ connection: connection.name, repository, tag: '' })} to={about?.path ?? path} />}
      step={planStep(query, true, true)}
      showPlan={(plan) => <ContentPlanNote plan={plan} />}
      waiting={<Note role="status">{t('saveContent.planning')}</Note>}
      isReady={path !== '' && (!exists || replace)}
      apply={t('transfer.save.apply')}
      footnote={t('transfer.save.footnote')}
      stopped={t('transfer.save.stopped')}
      onApply={({ planId }) => void view.start(() => startContent({ planId, path, replace }))}
      onRefresh={() => void query.refetch()}
      after={
        exists && (
          <Checkbox label={t('transfer.save.replace')} checked={replace} onChange={(event) => setReplace(event.currentTarget.checked)} />
        )
      }
    >
      <FileField
        what="save"
        path={path}
        onPath={(next) => {
          setTyped(next);
          setReplace(false);
        }}
        disabled={view.isBusy}
      />
    </TransferDialog>
  );
}
