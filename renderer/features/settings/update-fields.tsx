import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../shared/assert-never.ts';
import type { Installation } from '../../../shared/contract/settings.ts';
import type { UpdateState, UpdatesEvent } from '../../../shared/contract/updates.ts';
import { readFeedAddress } from '../../../shared/feed-address.ts';
import { noticeFailure } from '../../lib/notice-failure.ts';
import { remember, useUi } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { checkUpdatesMutation, installUpdateMutation, updatesQuery } from './queries.ts';
import styles from './settings.module.css';
import { updateText } from './update-text.ts';

const LAST = ['label', 'input', 'description', 'error'] as const;

/** The address of releases: taken over when the field is left or Enter is pressed, so that half an address is never asked. */
function FeedField({ packaged }: { readonly packaged: string }) {
  const { t } = useTranslation();
  const saved = useUi((ui) => ui.settings.updateFeed);
  const [text, setText] = useState(saved);
  const address = readFeedAddress(text);
  const take = (): void => {
    if (address.kind === 'refused' || text.trim() === saved) return;
    remember({ updateFeed: text.trim() });
  };
  return (
    <TextInput
      label={t('updates.feed')}
      description={packaged === '' ? t('updates.feedHintNone') : t('updates.feedHint', { feed: packaged })}
      inputWrapperOrder={[...LAST]}
      placeholder={packaged}
      spellCheck={false}
      value={text}
      error={address.kind === 'refused' && t(`updates.feedProblem.${address.why}`)}
      onChange={({ currentTarget }) => setText(currentTarget.value)}
      onBlur={take}
      onKeyDown={({ key }) => key === 'Enter' && take()}
    />
  );
}

/** What can be done now: ask, or install what was downloaded. */
function UpdateButton({ kind, onHeld }: { readonly kind: UpdateState['kind']; readonly onHeld: (isHeld: boolean) => void }) {
  const { t } = useTranslation();
  const onError = (error: unknown): void => noticeFailure(t, error);
  const check = useMutation({ ...checkUpdatesMutation, onError });
  const install = useMutation({ ...installUpdateMutation, onError, onSuccess: ({ held }) => onHeld(held) });
  switch (kind) {
    case 'elsewhere':
    case 'off':
      return null;
    case 'waiting':
    case 'checking':
    case 'latest':
    case 'downloading':
    case 'failed':
      return (
        <Button
          variant="default"
          size="xs"
          disabled={kind === 'checking' || kind === 'downloading'}
          loading={check.isPending}
          onClick={() => check.mutate({})}
        >
          {t('updates.check')}
        </Button>
      );
    case 'ready':
      return (
        <Button variant="default" size="xs" loading={install.isPending} onClick={() => install.mutate({})}>
          {t('updates.restart')}
        </Button>
      );
    default:
      return assertNever(kind);
  }
}

function OwnUpdates({ state, packagedFeed }: UpdatesEvent) {
  const { t } = useTranslation();
  const format = useFormat();
  const isOn = useUi((ui) => ui.settings.lookForUpdates);
  const [isHeld, setIsHeld] = useState(false);
  return (
    <>
      <Checkbox
        label={t('updates.on')}
        description={t('updates.onHint')}
        checked={isOn}
        onChange={({ currentTarget }) => remember({ lookForUpdates: currentTarget.checked })}
      />
      <FeedField packaged={packagedFeed} />
      <div className={styles['storage']}>
        <span role="status">{isHeld && state.kind === 'ready' ? t('updates.held') : updateText(t, format, state)}</span>
        <UpdateButton kind={state.kind} onHeld={setIsHeld} />
      </div>
    </>
  );
}

/** By what this copy is updated: by itself, where the person wants that, or by something else, which is named. */
export function UpdateFields({ installed }: { readonly installed: Installation }) {
  const { t } = useTranslation();
  const { data } = useQuery(updatesQuery);
  return (
    <fieldset className={styles['group']}>
      <legend className={styles['heading']}>{t('updates.title')}</legend>
      {data && data.state.kind !== 'elsewhere' && <OwnUpdates {...data} />}
      {data?.state.kind === 'elsewhere' && (
        <div>
          <div>{t(`updates.by.${installed}`)}</div>
          <div className={`faint ${styles['hint']}`}>{t('updates.byHint')}</div>
        </div>
      )}
    </fieldset>
  );
}
