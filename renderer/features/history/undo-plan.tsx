import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../shared/assert-never.ts';
import type { UndoMove, UndoPlan } from '../../../shared/contract/history.ts';
import { isDigest } from '../../../shared/oci/digest.ts';
import { shortName } from '../../lib/untagged-words.ts';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import { Note } from '../../ui/note.tsx';
import { ReadOnlyNote } from '../../ui/read-only-note.tsx';
import { DigestLabel } from '../../ui/swatch.tsx';
import styles from './history.module.css';
import { UndoMeter } from './undo-meter.tsx';
import type { UndoState } from './undo-state.ts';

/** Where a tag points, or whether a manifest that only its digest names is found. */
function Target({ name, digest }: { readonly name: string; readonly digest: string | null }) {
  const { t } = useTranslation();
  if (digest !== null) return <DigestLabel digest={digest} />;
  return <span className="faint">{t(isDigest(name) ? 'history.notFound' : 'history.nowhere')}</span>;
}

/** One tag: where it points now and where it will point again, or why it is unchanged. */
function Move({ move }: { readonly move: UndoMove }) {
  const { t } = useTranslation();
  return (
    <li className={styles['move']}>
      <strong className="cut" title={move.tag}>
        <MiddleCut text={shortName(move.tag)} />
      </strong>
      {move.action !== 'restore' && move.action !== 'remove' ? (
        <span className="dim">{t(`history.action.${move.action === 'none' && move.before === null ? 'gone' : move.action}`)}</span>
      ) : (
        <span className={styles['way']}>
          <Target name={move.tag} digest={move.now} /> → <Target name={move.tag} digest={move.before} />
        </span>
      )}
    </li>
  );
}

/** The tags of a plan; of thousands the first. */
function Moves({ plan: { moves, tags } }: { readonly plan: UndoPlan }) {
  const { t } = useTranslation();
  return (
    <ul className={styles['moves']} aria-label={t('history.moves')}>
      {moves.map((move) => (
        <Move key={move.tag} move={move} />
      ))}
      {tags > moves.length && <li className="faint">{t('history.moreTags', { count: tags - moves.length })}</li>}
    </ul>
  );
}

type UndoBodyProps = { readonly state: UndoState; readonly connectionId: string | undefined; readonly onRetry: () => void };

/** What an undo would do, or how far it has come. */
export function UndoBody({ state, connectionId, onRetry }: UndoBodyProps) {
  const { t } = useTranslation();
  switch (state.kind) {
    case 'planning':
      return <UndoMeter progress={state.progress && { ...state.progress, phase: 'read', unit: 'tags' }} />;
    case 'failed':
      return <FailureNote error={state.error} handlers={{ retry: onRetry, refresh: onRetry }} />;
    case 'impossible':
      if (state.obstacle === 'read-only' && connectionId !== undefined)
        return (
          <>
            <Moves plan={state.plan} />
            <ReadOnlyNote connectionId={connectionId}>{t('failure.undoWhy.read-only')}</ReadOnlyNote>
          </>
        );
      return (
        <>
          <Moves plan={state.plan} />
          <Note tone="warn" role="status">
            <strong>{t(`failure.undoWhy.${state.obstacle}`)}</strong>
            {state.plan.missing.length > 0 && <span>{t('history.missing')}</span>}
            {state.plan.missing.map((digest) => (
              <span key={digest} className="mono faint">
                {digest}
              </span>
            ))}
          </Note>
        </>
      );
    case 'ready':
      return <Moves plan={state.plan} />;
    case 'running':
      return <UndoMeter progress={state.progress} />;
    default:
      return assertNever(state);
  }
}
