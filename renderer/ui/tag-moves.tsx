import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert-never.ts';
import { shortDigest } from '../../shared/oci/digest.ts';
import type { ShownFailure } from '../../shared/shown-failure.ts';
import type { NewName } from '../../shared/tag-pattern.ts';
import { failureText } from '../lib/failure-text.ts';
import type { PlannedState } from '../lib/planned-state.ts';
import { losesLastTag } from './current-note.tsx';
import styles from './ui.module.css';

/** What is known of one new name. */
type TagMoveState =
  | { readonly kind: 'problem'; readonly problem: NonNullable<NewName['problem']> }
  | { readonly kind: 'planning' }
  | PlannedState
  /** Nothing can be done for it. */
  | { readonly kind: 'failed'; readonly failure: ShownFailure };

export type TagMove = { readonly from: string; readonly to: string; readonly state: TagMoveState };

/** Whether a person should read this line before going on. */
const isWarning = ({ state }: TagMove): boolean =>
  state.kind === 'failed' ||
  (state.kind === 'problem' && state.problem !== 'itself') ||
  (state.kind === 'planned' && (losesLastTag(state.current) || state.guard !== 'none'));

function textOf(t: TFunction, state: TagMoveState): string {
  switch (state.kind) {
    case 'problem':
      return t(`change.name.${state.problem}`);
    case 'planning':
      return '…';
    case 'failed':
      return failureText(t, state.failure).title;
    case 'planned': {
      if (state.guard === 'kept') return t('change.name.protected');
      const { current } = state;
      if (current.state !== 'taken') return t(`change.name.${current.state}`);
      const digest = shortDigest(current.digest);
      if (current.keptAs !== undefined) return t('change.name.overwrites', { digest, tag: current.keptAs });
      return t(losesLastTag(current) ? 'change.name.loses' : 'change.name.inIndex', { digest });
    }
    default:
      return assertNever(state);
  }
}

/** What each tag becomes, and what stands under that name now. */
export function TagMoves({ moves, label }: { readonly moves: readonly TagMove[]; readonly label: string }) {
  const { t } = useTranslation();
  return (
    <div className={styles['moves']} tabIndex={0} role="group" aria-label={label}>
      <table aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t('change.name.from')}</th>
            <th scope="col">{t('change.name.to')}</th>
            <th scope="col">{t('change.name.now')}</th>
          </tr>
        </thead>
        <tbody>
          {moves.map((move) => (
            <tr key={move.from} data-warn={isWarning(move) || undefined}>
              <td className="mono cut" title={move.from}>
                {move.from}
              </td>
              <td className="mono cut" title={move.to}>
                {move.to}
              </td>
              <td className="cut" title={textOf(t, move.state)}>
                {textOf(t, move.state)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
