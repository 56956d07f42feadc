import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { assertNever } from '../../shared/assert-never.ts';
import type { Connection, ListedConnection } from '../../shared/contract/connections.ts';
import type { RunAbout } from '../../shared/contract/runs.ts';
import { connectionsQuery } from '../features/connections/queries.ts';
import { catalogQuery } from '../features/repositories/queries.ts';
import { refreshTags, tagsQuery } from '../features/tags/queries.ts';
import { digestOf, tagsOnDigest } from '../features/tags/rows.ts';
import { queryClient } from '../lib/query-client.ts';
import { type OpenDialog, useUi } from '../lib/ui-state.ts';
import { later } from '../ui/later.tsx';
import type {} from './dialog-kinds.ts';
import { focusRegistries } from './places/focus.ts';

// None is on the first screen, and the window opens sooner without their code.
const ConnectionDialog = later(async () => (await import('../features/connections/connection-dialog.tsx')).ConnectionDialog);
const DiagnosisDialog = later(async () => (await import('../features/connections/diagnosis/diagnosis-dialog.tsx')).DiagnosisDialog);
const ImportDialog = later(async () => (await import('../features/connections/import-dialog.tsx')).ImportDialog);
const ExportDialog = later(async () => (await import('../features/connections/export-dialog.tsx')).ExportDialog);
const ImportFileDialog = later(async () => (await import('../features/connections/import-file-dialog.tsx')).ImportFileDialog);
const RemoveDialog = later(async () => (await import('../features/connections/remove-dialog.tsx')).RemoveDialog);
const SignInDialog = later(async () => (await import('../features/connections/sign-in-dialog.tsx')).SignInDialog);
const DeleteDialog = later(async () => (await import('../features/delete/delete-dialog.tsx')).DeleteDialog);
const FreeSpaceDialog = later(async () => (await import('../features/delete/free-space.tsx')).FreeSpaceDialog);
const HistoryDialog = later(async () => (await import('../features/history/history-dialog.tsx')).HistoryDialog);
const UndoDialog = later(async () => (await import('../features/history/undo-dialog.tsx')).UndoDialog);
const CheckRunDialog = later(async () => (await import('../features/linked/check-run-dialog.tsx')).CheckRunDialog);
const ApplyPlanDialog = later(async () => (await import('../features/plans/apply-plan-dialog.tsx')).ApplyPlanDialog);
const RetagDialog = later(async () => (await import('../features/retag/retag-dialog.tsx')).RetagDialog);
const RetagManyDialog = later(async () => (await import('../features/retag/retag-many-dialog.tsx')).RetagManyDialog);
const RetagPlanDialog = later(async () => (await import('../features/retag/retag-plan-dialog.tsx')).RetagPlanDialog);
const RetagRunDialog = later(async () => (await import('../features/retag/retag-run-dialog.tsx')).RetagRunDialog);
const ScanDialog = later(async () => (await import('../features/scan/scan-dialog.tsx')).ScanDialog);
const ScanRunDialog = later(async () => (await import('../features/scan/scan-run-dialog.tsx')).ScanRunDialog);
const SettingsDialog = later(async () => (await import('../features/settings/settings-dialog.tsx')).SettingsDialog);
const ShortcutsDialog = later(async () => (await import('../features/settings/shortcuts-dialog.tsx')).ShortcutsDialog);
const CopyDialog = later(async () => (await import('../features/transfer/copy-dialog.tsx')).CopyDialog);
const LoadDialog = later(async () => (await import('../features/transfer/load-dialog.tsx')).LoadDialog);
const UntaggedDialog = later(async () => (await import('../features/untagged/untagged-dialog.tsx')).UntaggedDialog);
const SaveContentDialog = later(async () => (await import('../features/transfer/save-content-dialog.tsx')).SaveContentDialog);
const SaveDialog = later(async () => (await import('../features/transfer/save-dialog.tsx')).SaveDialog);
const WatchDialog = later(async () => (await import('../features/watch/watch-dialog.tsx')).WatchDialog);

const HINTS = 5;

/** Reads tags and repositories again after a change that may have created either. */
export function refreshPlace(connectionId: string, repository: string): void {
  void refreshTags(connectionId, repository);
  void queryClient.invalidateQueries({ queryKey: catalogQuery(connectionId).queryKey });
}

const NONE: readonly string[] = [];

/** The repositories of a registry, as far as they were read; they are read where that is asked for. */
const useRepositories = (connectionId: string, isAsked: boolean): readonly string[] =>
  useQuery({ ...catalogQuery(connectionId), enabled: isAsked }).data?.names ?? NONE;

function Retag({
  connection,
  repository,
  tags,
  about,
}: {
  readonly connection: Connection;
  readonly repository: string;
  readonly tags: readonly string[];
  /** A retag that ended early and is planned again. */
  readonly about: Extract<RunAbout, { kind: 'retag' }> | undefined;
}) {
  const [tag = ''] = tags;
  const { data: table } = useQuery(tagsQuery(connection.id, repository));
  const detail = table?.details.get(tag);
  const hintsFor = (to: string): string[] => {
    const digest = digestOf(table?.details.get(to));
    return table && digest
      ? tagsOnDigest(table.details, digest)
          .filter((name) => name !== to)
          .slice(0, HINTS)
      : [];
  };
  const question = { connection, repository, hintsFor };
  if (tags.length > 1) return <RetagManyDialog {...question} tags={tags} />;
  const initial = about ? { text: about.targets.map(({ to }) => to).join(' '), remove: about.remove } : {};
  return <RetagDialog {...question} initial={initial} tag={tag} size={detail?.state === 'read' ? detail.size : undefined} />;
}

/** The dialogs about one tag or many. */
function OfTags({
  dialog,
  connection,
  connections,
  runId,
}: {
  readonly dialog: Extract<OpenDialog, { kind: 'retag' | 'copy' | 'save' }>;
  readonly connection: Connection;
  readonly connections: readonly Connection[];
  readonly runId: string | undefined;
}) {
  const { repository, tags } = dialog;
  if (tags.length === 0) return null;
  const key = `${connection.id} ${repository} ${tags.join(' ')}`;
  const question = { connection, repository, tags };
  switch (dialog.kind) {
    case 'copy':
      return (
        <CopyDialog
          {...question}
          key={key}
          connections={connections}
          runId={runId}
          about={dialog.about}
          useRepositories={useRepositories}
        />
      );
    case 'save':
      return <SaveDialog {...question} key={key} runId={runId} about={dialog.about} />;
    case 'retag':
      if (runId !== undefined && dialog.about)
        return <RetagRunDialog key={runId} connection={connection} runId={runId} about={dialog.about} />;
      if (dialog.plan)
        return <RetagPlanDialog key={dialog.plan.fileId} connection={connection} repository={repository} plan={dialog.plan} />;
      return <Retag {...question} key={key} about={dialog.about} />;
    default:
      return assertNever(dialog);
  }
}

/** The dialog that is open. Only here do features' dialogs meet. */
export function Dialogs(): ReactNode {
  const dialog = useUi((ui) => ui.dialog);
  const runId = useUi((ui) => ui.runId) ?? undefined;
  const { data } = useQuery(connectionsQuery);
  const named = (id: string): ListedConnection | undefined => data?.connections.find((entry) => entry.id === id);
  switch (dialog?.kind) {
    case undefined:
      return null;
    case 'add-connection':
      return <ConnectionDialog address={dialog.address} />;
    case 'edit-connection': {
      const saved = named(dialog.id);
      return saved ? <ConnectionDialog key={saved.id} saved={saved} testsFirst={dialog.purpose === 'test'} /> : null;
    }
    case 'sign-in': {
      const saved = named(dialog.id);
      return saved ? <SignInDialog key={saved.id} connection={saved} /> : null;
    }
    case 'diagnose': {
      const saved = named(dialog.id);
      return saved ? <DiagnosisDialog key={saved.id} connection={saved} repository={dialog.repository} /> : null;
    }
    case 'import':
      return <ImportDialog />;
    case 'import-file':
      return <ImportFileDialog name={dialog.name} text={dialog.text} />;
    case 'export':
      return <ExportDialog />;
    case 'apply-plan':
      return <ApplyPlanDialog key={dialog.file && `${dialog.file.name} ${dialog.file.lastModified}`} file={dialog.file} />;
    case 'remove-connection': {
      const saved = named(dialog.id);
      return saved ? <RemoveDialog connection={saved} onRemoved={() => focusRegistries()} /> : null;
    }
    case 'retag':
    case 'copy':
    case 'save': {
      const connection = named(dialog.connectionId);
      return connection ? <OfTags dialog={dialog} connection={connection} connections={data?.connections ?? []} runId={runId} /> : null;
    }
    case 'save-content': {
      const connection = named(dialog.connectionId);
      const { repository, content, about } = dialog;
      if (!connection) return null;
      const key = JSON.stringify(content);
      return <SaveContentDialog key={key} connection={connection} repository={repository} content={content} runId={runId} about={about} />;
    }
    case 'delete': {
      const connection = named(dialog.connectionId);
      if (!connection) return null;
      return (
        <DeleteDialog
          // What may be changed is a part of the plan.
          key={`${dialog.plan?.fileId ?? JSON.stringify(dialog.targets.slice(0, 1))} ${connection.readOnly}`}
          connection={connection}
          targets={dialog.targets}
          untagOnly={dialog.untagOnly}
          purpose={dialog.purpose}
          plan={dialog.plan}
          runId={runId}
          about={dialog.about}
          onRestored={(repository) => void refreshTags(connection.id, repository)}
        />
      );
    }
    case 'load': {
      const connection = named(dialog.connectionId);
      return connection ? (
        <LoadDialog
          key={dialog.file && `${dialog.file.name} ${dialog.file.lastModified}`}
          connection={connection}
          repository={dialog.repository}
          file={dialog.file}
          runId={runId}
          about={dialog.about}
          useRepositories={useRepositories}
        />
      ) : null;
    }
    case 'untagged':
      return <UntaggedDialog connectionId={dialog.connectionId} repository={dialog.repository} />;
    case 'scan': {
      const connection = named(dialog.connectionId);
      if (!connection) return null;
      return runId === undefined ? (
        <ScanDialog connection={connection} />
      ) : (
        <ScanRunDialog key={runId} name={connection.name} runId={runId} />
      );
    }
    case 'check':
      return runId === undefined ? null : <CheckRunDialog key={runId} at={dialog} runId={runId} />;
    case 'free-space':
      return <FreeSpaceDialog repository={dialog.repository} lastTagGone={dialog.lastTagGone} />;
    case 'history':
      return <HistoryDialog search={dialog.search} />;
    case 'undo':
      return <UndoDialog key={dialog.id} id={dialog.id} others={dialog.others ?? []} connections={data?.connections ?? []} />;
    case 'watch':
      return <WatchDialog about={dialog.about} connections={data?.connections ?? []} />;
    case 'settings':
      return <SettingsDialog />;
    case 'shortcuts':
      return <ShortcutsDialog />;
    default:
      return assertNever(dialog);
  }
}
