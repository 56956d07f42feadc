import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import { abilitiesQuery, pingQuery } from '../../features/connections/queries.ts';
import { useCheckAbilities } from '../../features/connections/use-connections.ts';
import { useFormat } from '../../lib/use-format.ts';
import { FailureNote } from '../../ui/failure-panel.tsx';
import styles from './registry-page.module.css';

const ABILITIES = ['byDigest', 'byTag', 'referrers'] as const;

/** What a registry is and how it is reached. */
export function ConnectionFacts({ connection }: { readonly connection: Connection }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: ping } = useQuery(pingQuery(connection.id));
  const { url, signIn, username, helper, readOnly, sample } = connection;
  const product = !ping
    ? t('registryPage.unknown')
    : ping.product === 'unknown'
      ? t('registryPage.notRecognized')
      : t(`products.${ping.product}.name`);
  const requests =
    ping?.quota && t('status.quota', { remaining: format.number(ping.quota.remaining), limit: format.number(ping.quota.limit) });
  const facts: readonly (readonly [string, string])[] = [
    [t('registryPage.address'), sample ? t('connections.sampleHost') : url],
    [t('registryPage.product'), product],
    [t('registryPage.signIn'), t(`import.signIn.${signIn}`, { username, helper })],
    // The sample is no host: nothing of it is sent.
    ...(sample
      ? []
      : [[t('registryPage.transport'), url.startsWith('https:') ? t('registryPage.encrypted') : t('connections.plainHttp')] as const]),
    ...(requests === undefined ? [] : [[t('registryPage.requests'), requests] as const]),
    ...(readOnly ? [[t('registryPage.changes'), t('registryPage.readOnly')] as const] : []),
  ];
  return (
    <dl className={styles['facts']}>
      {facts.map(([name, value]) => [
        <dt key={`${name} name`}>{name}</dt>,
        <dd key={name} className={value === url ? 'mono' : ''}>
          {value}
        </dd>,
      ])}
    </dl>
  );
}

/** What a registry allows, as far as it is known, and a check of the rest on one of its repositories. */
export function Abilities({ connection, repository }: { readonly connection: Connection; readonly repository: string | undefined }) {
  const { t } = useTranslation();
  const { data: known } = useQuery(abilitiesQuery(connection.id));
  const check = useCheckAbilities(connection.id);
  const isComplete = known !== undefined && ABILITIES.every((ability) => known[ability] !== 'unknown');
  return (
    <>
      <dl className={styles['facts']}>
        {ABILITIES.map((ability) => {
          const value = known?.[ability] ?? 'unknown';
          return [
            <dt key={`${ability} name`}>{t(`registryPage.${ability}`)}</dt>,
            <dd key={ability} data-ability={value}>
              {value === 'unknown' && !check.isSuccess ? t('registryPage.notChecked') : t(`diagnosis.ability.${value}`)}
            </dd>,
          ];
        })}
      </dl>
      {check.error && <FailureNote error={check.error} handlers={{}} />}
      {!isComplete && !connection.readOnly && repository !== undefined && (
        <>
          <span className="faint">{t('registryPage.checkHint', { repository })}</span>
          <Button variant="default" loading={check.isPending} onClick={() => check.mutate(repository)}>
            {t('registryPage.check')}
          </Button>
        </>
      )}
    </>
  );
}
