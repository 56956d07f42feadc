import { Radio, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Intent, intents } from '../../../shared/clean-up.ts';
import styles from './clean-up.module.css';

/** What the person wants to clean up. Each choice fills in the rules. */
export function IntentChoice({ intent, onChoose }: { readonly intent: Intent; readonly onChoose: (intent: Intent) => void }) {
  const { t } = useTranslation();
  return (
    <Radio.Group
      label={<VisuallyHidden>{t('cleanUp.intent')}</VisuallyHidden>}
      // It takes no room.
      labelProps={{ pos: 'absolute' }}
      value={intent}
      onChange={(value) => {
        const chosen = intents.find((entry) => entry === value);
        if (chosen) onChoose(chosen);
      }}
    >
      <div className={styles['intents']}>
        {intents.map((entry) => (
          <Radio.Card
            key={entry}
            value={entry}
            className={styles['intent'] ?? ''}
            aria-label={t(`cleanUp.intents.${entry}.title`)}
            aria-description={t(`cleanUp.intents.${entry}.detail`)}
          >
            <Radio.Indicator size="xs" />
            <span>
              <strong>{t(`cleanUp.intents.${entry}.title`)}</strong>
              <span className="dim">{t(`cleanUp.intents.${entry}.detail`)}</span>
            </span>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  );
}
