import { Button, Select, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type LogLevel, logLevels } from '../../../shared/contract/settings.ts';
import { copyText } from '../../lib/copy.ts';
import { remember, useUi } from '../../lib/ui-state.ts';
import { diagnosticsMutation } from './queries.ts';
import styles from './settings.module.css';

const LAST = ['label', 'input', 'description', 'error'] as const;

/** How much is logged, and the diagnostics for a report, shown as they are copied. */
export function LogFields() {
  const { t } = useTranslation();
  const level = useUi((ui) => ui.settings.logLevel);
  const { data, mutate, isPending } = useMutation({
    ...diagnosticsMutation,
    onSuccess: ({ text }) => copyText(text, t('copy.done', { what: t('settings.diagnostics') }), t('copy.refused')),
  });
  return (
    <>
      <Select
        label={t('settings.logLevel')}
        description={t('settings.logHint')}
        inputWrapperOrder={[...LAST]}
        data={logLevels.map((value) => ({ value, label: t(`settings.logLevels.${value}`) }))}
        value={level}
        onChange={(value) => remember({ logLevel: value as LogLevel })}
      />
      <div>
        <Button variant="default" size="xs" loading={isPending} onClick={() => mutate({})}>
          {t('settings.copyDiagnostics')}
        </Button>
        <div className={`faint ${styles['hint']}`}>{t('settings.diagnosticsHint')}</div>
        {data && (
          <Textarea
            aria-label={t('settings.diagnostics')}
            value={data.text}
            readOnly
            autosize
            minRows={4}
            maxRows={10}
            mt={8}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 11 } }}
          />
        )}
      </div>
    </>
  );
}
