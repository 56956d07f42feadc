import { Button, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hasMovedTags } from '../../../shared/change.ts';
import type { Change, ChangeStep, UnreadHistory } from '../../../shared/contract/history.ts';
import { displayText } from '../../../shared/text.ts';
import { saveFile } from '../../lib/save-file.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { commandsOf } from './commands.ts';
import { historyCsv, historyJson } from './export.ts';
import styles from './history.module.css';
import { changeText, matchesChange } from './history-text.ts';
import { historyQuery } from './queries.ts';

/** As many as a person reads; the rest are found by typing, and are in the export. */
const SHOWN = 200;

function Step({ change, step }: { readonly change: Change; readonly step: ChangeStep }) {
  const { t } = useTranslation();
  const commands = commandsOf(change, step);
  const result = step.failure ?? (step.status === undefined ? t('history.noAnswer') : String(step.status));
  return (
    <li className={styles['step']}>
      <div className={styles['line']}>
        <span>{t(`history.why.${step.why}`)}</span>
        <span className="mono faint cut" title={step.reference}>
          {step.method} {step.reference}
        </span>
        <span className="mono">{result}</span>
        <span className="faint">{step.took === undefined ? '' : t('diagnosis.ms', { ms: step.took })}</span>
      </div>
      {(['curl', 'crane', 'regctl'] as const).map((tool) =>
        commands[tool] === '' ? null : <CopyField key={tool} text={commands[tool]} label={t('history.command', { tool })} />,
      )}
    </li>
  );
}

function Entry({ change }: { readonly change: Change }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const undoable = change.state !== 'running' && hasMovedTags(change);
  return (
    <li className={styles['entry']} data-state={change.state}>
      <div className={styles['head']}>
        <button type="button" className={styles['fold']} aria-expanded={open} onClick={() => setOpen(!open)}>
          <strong className="cut">{changeText(t, change)}</strong>
          <span className="dim cut">
            {change.connection.name} / {change.repository}
          </span>
          <span className="faint" title={format.exactTime(change.at)}>
            {format.ago(change.at)} · {t(`history.state.${change.state}`)}
          </span>
        </button>
        {undoable && (
          <Button variant="default" onClick={() => openDialog({ kind: 'undo', id: change.id })}>
            {t('history.undoAction')}
          </Button>
        )}
      </div>
      {open && (
        <ol className={styles['steps']}>
          {change.unreadLines > 0 && <li className="dim">{t('history.unreadLines', { count: change.unreadLines })}</li>}
          {change.steps.length === 0 && <li className="dim">{t('history.noSteps')}</li>}
          {change.steps.map((step, i) => (
            <Step key={i} change={change} step={step} />
          ))}
        </ol>
      )}
    </li>
  );
}

/** What the history holds and this version cannot read: said, and shown as it is. */
function Unread({ unread, total }: { readonly unread: readonly UnreadHistory[]; readonly total: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <details>
      <summary className="dim">{t('history.unread', { count: total })}</summary>
      <ul className={styles['list']}>
        {unread.map(({ at, text }, i) => (
          <li key={i} className="mono faint cut" title={displayText(text)}>
            {at === undefined ? '' : `${format.exactTime(at)} `}
            {displayText(text)}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Every change that was made from here: what, when, each step, and the same with other tools. */
export function HistoryDialog() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(historyQuery);
  const [typed, setTyped] = useState('');
  const found = (data?.changes ?? []).filter((change) => matchesChange(change, typed));
  return (
    <Dialog onClose={() => openDialog(null)} title={t('history.title')} size={720}>
      <DialogBody>
        <TextInput
          type="search"
          role="searchbox"
          data-autofocus
          aria-label={t('history.search')}
          placeholder={t('history.search')}
          leftSection={<IconSearch size={14} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {error && <FailureNote error={error} handlers={{ retry: () => void refetch() }} />}
        {data && found.length === 0 && <span className="dim">{t(data.changes.length === 0 ? 'history.none' : 'history.noMatch')}</span>}
        <ul className={styles['list']} aria-label={t('history.title')}>
          {found.slice(0, SHOWN).map((change) => (
            <Entry key={change.id} change={change} />
          ))}
        </ul>
        {data && data.unreadTotal > 0 && <Unread unread={data.unread} total={data.unreadTotal} />}
        {found.length > SHOWN && <span className="faint">{t('history.more', { count: found.length - SHOWN })}</span>}
      </DialogBody>
      <DialogFooter
        start={
          <>
            <Button
              variant="default"
              disabled={found.length === 0}
              onClick={() => saveFile('longshore-history.json', 'application/json', historyJson(found))}
            >
              {t('history.json')}
            </Button>
            <Button
              variant="default"
              disabled={found.length === 0}
              onClick={() => saveFile('longshore-history.csv', 'text/csv', historyCsv(found))}
            >
              {t('history.csv')}
            </Button>
          </>
        }
      >
        <Button onClick={() => openDialog(null)}>{t('dialog.close')}</Button>
      </DialogFooter>
    </Dialog>
  );
}
