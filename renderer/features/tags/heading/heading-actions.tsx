import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconEraser, IconPin, IconPinFilled, IconRefresh } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { showCleanUp } from '../../../lib/places.ts';
import { labelled } from './labelled.ts';

/** Whether the repository stays on top of the list. */
export type Pin = { readonly pinned: boolean; readonly toggle: () => void };

type ActionsProps = {
  readonly connectionId: string;
  readonly repository: string;
  readonly isEmpty: boolean;
  readonly pin: Pin;
  readonly refresh: () => void;
};

/** What can be done with a whole repository. Memoised: drawing these buttons for each batch that is read cost more than the rows. */
export const HeadingActions = memo(function HeadingActions({ connectionId, repository, isEmpty, pin, refresh }: ActionsProps) {
  const { t } = useTranslation();
  return (
    <>
      <Tooltip label={t(pin.pinned ? 'tags.unpin' : 'tags.pin')}>
        <ActionIcon
          variant="default"
          size={30}
          aria-label={t(pin.pinned ? 'tags.unpin' : 'tags.pin')}
          aria-pressed={pin.pinned}
          onClick={pin.toggle}
        >
          {pin.pinned ? <IconPinFilled aria-hidden="true" size={16} /> : <IconPin aria-hidden="true" size={16} />}
        </ActionIcon>
      </Tooltip>
      <Button
        {...labelled(t('main.cleanUp'))}
        leftSection={<IconEraser aria-hidden="true" size={15} />}
        disabled={isEmpty}
        onClick={() => showCleanUp(connectionId, repository)}
      >
        {t('main.cleanUp')}
      </Button>
      <Button {...labelled(t('tags.refresh'))} leftSection={<IconRefresh aria-hidden="true" size={15} />} onClick={refresh}>
        {t('tags.refresh')}
      </Button>
    </>
  );
});
