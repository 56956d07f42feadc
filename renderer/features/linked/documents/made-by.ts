import type { TFunction } from 'i18next';
import type { Format } from '../../../lib/text/format.ts';

/** `Made by syft 1.30 on 21 Nov 2026`, as far as it is known; empty where neither is. */
export function madeBy(t: TFunction, format: Format, tools: readonly string[], created: string | undefined): string {
  const tool = format.names(tools, 3);
  if (created === undefined) return tool === '' ? '' : t('document.madeBy', { tool });
  const time = format.time(created);
  return tool === '' ? t('document.madeOn', { time }) : t('document.madeByOn', { tool, time });
}
