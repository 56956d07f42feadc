import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { isInBrowser } from '../../lib/client.ts';
import { notice } from '../../lib/notice.ts';
import { updatesQuery } from './queries.ts';

/** Tells once that a newer version is ready, wherever the person is. A browser host is updated by something else. */
export function UpdateNotice() {
  const { t } = useTranslation();
  const { data } = useQuery({ ...updatesQuery, enabled: !isInBrowser });
  const version = data?.state.kind === 'ready' ? data.state.version : undefined;
  useEffect(() => {
    if (version !== undefined) notice(t('updates.readyTitle', { version }), t('updates.readyText'));
  }, [version, t]);
  return null;
}
