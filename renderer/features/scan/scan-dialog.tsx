import { Button, Radio } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { ScanPlan } from '../../../shared/contract/scan.ts';
import type { Format } from '../../lib/text/format.ts';
import { closeDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { useRun } from '../../lib/use-run.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import { scanPlanQuery, startScan } from './queries.ts';
import styles from './scan.module.css';

/** How much a choice reads, and about how many requests that takes. */
function effortText(t: TFunction, format: Format, { repositories, requests, atLeast }: ScanPlan['unread']): string {
  if (repositories === 0) return t('scan.effortNone');
  const count = requests ?? atLeast;
  const asked = t('scan.requests', { count, shown: format.number(count) });
  return t(requests === null ? 'scan.effortUnknown' : 'scan.effort', {
    count: repositories,
    shown: format.number(repositories),
    requests: asked,
  });
}

/** What should be known before a scan of a registry that counts what is read. */
function LimitNote({ plan }: { readonly plan: ScanPlan }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { countsPulls, quota } = plan;
  if (!countsPulls && !quota) return null;
  return (
    <Note tone="warn">
      {countsPulls && <strong>{t('scan.countsPulls')}</strong>}
      {quota && (
        <span>
          {t('scan.quota', {
            remaining: format.number(quota.remaining),
            limit: format.number(quota.limit),
            reserve: format.number(quota.reserve),
          })}
        </span>
      )}
    </Note>
  );
}

/** Says what a scan of a registry reads and how many requests that takes, and begins it. */
export function ScanDialog({ connection }: { readonly connection: Connection }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: plan, error } = useQuery(scanPlanQuery(connection.id));
  const [chosen, setChosen] = useState<'unread' | 'all'>();
  const view = useRun(undefined);
  const what = chosen ?? (plan?.unread.repositories === 0 && plan.all.repositories > 0 ? 'all' : 'unread');
  const effort = (kind: 'unread' | 'all'): string => (plan ? effortText(t, format, plan[kind]) : ' ');
  const failure = view.failure ?? error;
  return (
    <Dialog onClose={closeDialog} title={t('scan.title', { name: connection.name })} size={540}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void view.start(() => startScan(connection.id, what === 'all'));
        }}
      >
        <DialogBody>
          <p className={styles['lead']}>{t('scan.lead')}</p>
          <Radio.Group label={t('scan.what')} value={what} onChange={(value) => setChosen(value === 'all' ? 'all' : 'unread')}>
            <div className={styles['choices']}>
              <Radio value="unread" label={t('scan.unread')} description={effort('unread')} data-autofocus />
              <Radio value="all" label={t('scan.all')} description={effort('all')} />
            </div>
          </Radio.Group>
          {plan && <LimitNote plan={plan} />}
          <p className={styles['lead']}>{t('scan.pace')}</p>
          {failure !== undefined && failure !== null && <FailureNote error={failure} handlers={{}} />}
        </DialogBody>
        <DialogFooter>
          <Button variant="subtle" onClick={closeDialog}>
            {t('dialog.cancel')}
          </Button>
          <Button type="submit" disabled={!plan} loading={view.isBusy}>
            {t('scan.apply')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
