import type { TFunction } from 'i18next';
import { assertNever } from '../../../shared/assert-never.ts';
import type { UpdateState } from '../../../shared/contract/updates.ts';
import type { Format } from '../../lib/text/format.ts';

/** How it stands with updates, as a sentence; empty where something else updates this copy. */
export function updateText(t: TFunction, format: Format, state: UpdateState): string {
  switch (state.kind) {
    case 'elsewhere':
      return '';
    case 'off':
    case 'waiting':
    case 'checking':
      return t(`updates.state.${state.kind}`);
    case 'latest':
      return t('updates.state.latest', { when: format.time(state.checked) });
    case 'downloading':
      return t('updates.state.downloading', { version: state.version, percent: format.percent(state.percent / 100) });
    case 'ready':
      return t('updates.state.ready', { version: state.version });
    case 'failed':
      return t(`updates.problem.${state.problem}`);
    default:
      return assertNever(state);
  }
}
