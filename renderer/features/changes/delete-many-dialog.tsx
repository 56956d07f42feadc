import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { ManyGroup, ManyItem, ManyPlan } from '../../../shared/contract/delete-many.ts';
import { readFailure } from '../../lib/failure.ts';
import { failureText } from '../../lib/failure-text.ts';
import { notice } from '../../lib/notice.ts';
import { checkTags, openDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import { Swatch } from '../../ui/swatch.tsx';
import { FreeSpaceHint } from './free-space.tsx';
import styles from './history.module.css';
import { Meter } from './meter.tsx';
import { manyPlanQuery, runMany, sayToRun } from './queries.ts';
import { UndoHint } from './undo-hint.tsx';

const GROUPS_SHOWN = 100;
const NAMES_SHOWN = 8;

type Props = {
  readonly connection: Connection;
  readonly repository: string;
  readonly tags: readonly string[];
  readonly onChanged: () => void;
};

const some = (names: readonly string[]): string =>
  names.slice(0, NAMES_SHOWN).join(', ') + (names.length > NAMES_SHOWN ? ` … (${names.length})` : '');

function Group({ group }: { readonly group: ManyGroup }) {
  const { t } = useTranslation();
  const [obstacle] = group.obstacles;
  const remarks = [
    t(group.how === 'image' ? 'many.imageGoes' : 'many.tagsOnly'),
    group.others.length > 0 && t('many.stays', { names: some(group.others) }),
    group.indexes.length > 0 && t('many.inIndex', { names: some(group.indexes) }),
    obstacle && t('many.blocked', { why: t(`delete.obstacle.${obstacle}`, { indexes: some(group.indexes), unread: 0 }) }),
  ];
  return (
    <li className={styles['group']}>
      <Swatch digest={group.digest} />
      <span>
        <strong>{some(group.tags)}</strong>
        <span className="dim"> {remarks.filter(Boolean).join(' · ')}</span>
      </span>
    </li>
  );
}

function Plan({ plan }: { readonly plan: ManyPlan }) {
  const { t } = useTranslation();
  const format = useFormat();
  const images = plan.groups.filter(({ how }) => how === 'image').length;
  const tags = plan.groups.filter(({ how }) => how === 'tags').reduce((sum, group) => sum + group.tags.length, 0);
  return (
    <>
      <Note tone="warn">
        {images > 0 && <strong>{t('many.images', { count: images, shown: format.number(images) })}</strong>}
        {tags > 0 && <strong>{t('many.tags', { count: tags, shown: format.number(tags) })}</strong>}
        {plan.bytesFreed > 0 && <span className="dim">{t('many.frees', { size: format.bytes(plan.bytesFreed) })}</span>}
        <span className="dim">{plan.complete ? t('many.checked', { count: plan.tagsSeen }) : t('many.incomplete')}</span>
        {plan.gone.length > 0 && <span className="dim">{t('many.gone', { names: some(plan.gone) })}</span>}
        {plan.unread.length > 0 && <span className="dim">{t('many.unread', { names: some(plan.unread) })}</span>}
      </Note>
      <ul className={styles['groups']} aria-label={t('many.groups')}>
        {plan.groups.slice(0, GROUPS_SHOWN).map((group) => (
          <Group key={group.digest} group={group} />
        ))}
      </ul>
      {plan.groups.length > GROUPS_SHOWN && <span className="faint">{t('many.more', { count: plan.groups.length - GROUPS_SHOWN })}</span>}
    </>
  );
}

/** What did not go, each with its reason. */
function Results({ items }: { readonly items: readonly ManyItem[] }) {
  const { t } = useTranslation();
  const left = items.filter(({ state }) => state !== 'gone');
  return (
    <Note tone="warn" role="alert">
      <strong>{t('many.partly', { gone: items.length - left.length, total: items.length })}</strong>
      <ul className={styles['moves']} aria-label={t('many.results')}>
        {left.map(({ tag, state, failure }) => (
          <li key={tag}>
            <strong>{tag}</strong>{' '}
            <span className="dim">
              {t(`many.state.${state}`)}
              {failure && `: ${failureText(t, readFailure(failure)).title}`}
            </span>
          </li>
        ))}
      </ul>
    </Note>
  );
}

/** Removes many tags of a repository: grouped by image, only what was chosen, after one typed confirmation; one that fails stops no other. */
export function DeleteManyDialog({ connection, repository, tags, onChanged }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useQuery(manyPlanQuery(connection.id, repository, tags));
  const [typed, setTyped] = useState('');
  const [items, setItems] = useState<readonly ManyItem[]>([]);
  const [runId, setRunId] = useState<string>();
  const [stopping, setStopping] = useState(false);
  const [ended, setEnded] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const plan = data?.plan;
  const groups = plan?.groups.filter(({ obstacles }) => obstacles.length === 0) ?? [];
  const total = groups.reduce((sum, group) => sum + group.tags.length, 0);
  const running = runId !== undefined && !ended;
  const ready = groups.length > 0 && typed === repository && runId === undefined;
  const close = (): void => {
    if (!running) openDialog(null);
  };

  const apply = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!ready) return;
    const id = crypto.randomUUID();
    setRunId(id);
    const all: ManyItem[] = [];
    try {
      const done = await runMany({ connectionId: connection.id, repository, runId: id, groups, confirmation: typed }, (more) => {
        all.push(...more);
        setItems([...all]);
      });
      const gone = all.filter(({ state }) => state === 'gone').length;
      checkTags(new Set());
      if (gone < all.length) return;
      openDialog(null);
      const space = groups.some(({ how }) => how === 'image') && !connection.sample;
      notice(
        t('many.done', { count: gone }),
        <UndoHint changeId={done.changeId}>{space && <FreeSpaceHint repository={repository} proof="" lastTagGone={false} />}</UndoHint>,
      );
    } catch (problem) {
      setFailure(problem);
    } finally {
      setEnded(true);
      onChanged();
    }
  };

  const stop = (): void => {
    setStopping(true);
    if (runId !== undefined) sayToRun(runId, 'stop').catch(() => setStopping(false));
  };
  return (
    <Dialog onClose={close} title={t('many.title', { count: tags.length })} size={620} closeOnClickOutside={false} alert>
      <form onSubmit={(event) => void apply(event)} noValidate>
        <DialogBody>
          <p className="dim cut" style={{ margin: 0 }}>
            {connection.name} / {repository}
          </p>
          {error && <FailureNote error={error} handlers={{ retry: () => void refetch(), refresh: () => void refetch() }} />}
          {!plan && !error && (
            <Meter
              label={
                data?.total ? t('delete.asking', { read: format.number(data.read), total: format.number(data.total) }) : t('delete.looking')
              }
              read={data?.read ?? 0}
              total={data?.total ?? 0}
            />
          )}
          {plan && !ended && <Plan plan={plan} />}
          {plan && groups.length === 0 && <Note tone="warn">{t('many.noneLeft')}</Note>}
          {groups.length > 0 && runId === undefined && (
            <TextInput
              label={t('many.confirm', { repository })}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              autoComplete="off"
              spellCheck={false}
            />
          )}
          {running && <Meter label={t('many.progress', { done: items.length, total })} read={items.length} total={total} />}
          {ended && items.length > 0 && <Results items={items} />}
          {failure !== undefined && <FailureNote error={failure} handlers={{}} />}
        </DialogBody>
        <DialogFooter>
          {running ? (
            <Button variant="default" disabled={stopping} onClick={stop}>
              {t(stopping ? 'many.stopping' : 'many.stop')}
            </Button>
          ) : (
            <Button variant="subtle" onClick={close} data-autofocus>
              {t(ended ? 'dialog.close' : 'dialog.cancel')}
            </Button>
          )}
          {!ended && (
            <Button type="submit" data-danger={ready || undefined} disabled={!ready && !running} loading={running}>
              {t('many.apply')}
            </Button>
          )}
        </DialogFooter>
      </form>
    </Dialog>
  );
}
