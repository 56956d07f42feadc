import { Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Importable, ImportProblem } from '../../../shared/contract/import.ts';
import { displayText } from '../../../shared/text.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Note } from '../../ui/note.tsx';
import styles from './import.module.css';
import { keychainQuery } from './queries.ts';

function Line({ found, checked, onToggle }: { readonly found: Importable; readonly checked: boolean; readonly onToggle: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const how = t(`import.signIn.${found.signIn}`, { username: displayText(found.username), helper: found.helper });
  const who = found.signIn === 'helper' && found.username !== '' ? format.names([displayText(found.username), how]) : how;
  const remarks = [
    who,
    found.insecure && t('import.insecure'),
    found.hasAuthority && t('import.authority'),
    found.saved && t('import.saved'),
    found.alike && t('import.alike'),
  ];
  const name = found.namespace === '' ? found.address : `${found.address}/${found.namespace}`;
  return (
    <Checkbox
      label={<span className="mono">{displayText(name)}</span>}
      description={
        <>
          <span className={styles['remarks']}>{remarks.filter(Boolean).join(' · ')}</span>
          <span className={`${styles['source']} cut`} title={found.sources.join('\n')}>
            {format.names(found.sources)}
          </span>
        </>
      }
      checked={checked}
      disabled={found.saved}
      onChange={onToggle}
    />
  );
}

/** The files that would be read. */
export function Sources({ paths }: { readonly paths: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <>
      <span>{paths.length === 0 ? t('import.nothing') : t('import.lead')}</span>
      {paths.length > 0 && (
        <ul className={styles['paths']}>
          {paths.map((path) => (
            <li key={path} className="mono">
              {path}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

type ChoiceProps = {
  readonly found: {
    readonly registries: readonly Importable[];
    readonly problems: readonly ImportProblem[];
  };
  readonly isChosen: (one: Importable) => boolean;
  readonly onToggle: (id: string) => void;
};

/** What the files name, to choose from. */
export function Choice({ found, isChosen, onToggle }: ChoiceProps) {
  const { t } = useTranslation();
  const { data: keychain } = useQuery(keychainQuery);
  return (
    <>
      <strong role="status">
        {found.registries.length === 0 ? t('import.none') : t('import.found', { count: found.registries.length })}
      </strong>
      <div className={styles['found']}>
        {found.registries.map((one) => (
          <Line key={one.id} found={one} checked={isChosen(one)} onToggle={() => onToggle(one.id)} />
        ))}
      </div>
      {found.problems.map(({ source, reason }) => (
        <Note key={source} tone="warn">
          {t('import.problem', { source, reason: t(`import.problemReason.${reason}`) })}
        </Note>
      ))}
      {keychain && <span className="faint">{t(!keychain.obstacle ? 'import.keychain' : 'import.session')}</span>}
    </>
  );
}
