import { useMemo } from 'react';
import { createFormat, type Format } from './text/format.ts';
import { useTranslation } from './use-translation.ts';

const made = new Map<string, Format>();

/** The formatters of the language on screen. */
export function useFormat(): Format {
  const { t, i18n } = useTranslation();
  return useMemo(() => {
    const known = made.get(i18n.language) ?? createFormat(i18n.language, t('justNow'));
    made.set(i18n.language, known);
    return known;
  }, [i18n.language, t]);
}
