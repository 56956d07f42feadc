import { Checkbox, Input, Radio } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/use-format.ts';
import styles from './transfer.module.css';

type Platform = { readonly name: string; readonly size: number };

/** Chooses platforms of an index; null is all of them, which keeps its digest. `only`: exactly one. */
export function Platforms({
  platforms,
  chosen,
  onChoose,
  only = false,
}: {
  readonly platforms: readonly Platform[];
  readonly chosen: readonly string[] | null;
  readonly onChoose: (chosen: readonly string[] | null) => void;
  readonly only?: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = platforms.map(({ name }) => name);
  const isOn = (name: string): boolean => chosen === null || chosen.includes(name);
  const isLast = (name: string): boolean => isOn(name) && names.filter(isOn).length === 1;
  const toggle = (name: string): void => {
    const next = names.filter((other) => (other === name ? !isOn(name) : isOn(other)));
    if (next.length > 0) onChoose(next.length === names.length ? null : next);
  };
  const label = ({ name, size }: Platform) => (
    <>
      {name} <span className="dim">{format.bytes(size)}</span>
    </>
  );
  return (
    <Input.Wrapper label={t('transfer.platforms')} labelElement="div">
      <div className={styles['platforms']} role="group" aria-label={t('transfer.platforms')}>
        {platforms.map((platform) =>
          only ? (
            <Radio
              key={platform.name}
              size="xs"
              name="platform"
              label={label(platform)}
              checked={isOn(platform.name)}
              onChange={() => onChoose([platform.name])}
            />
          ) : (
            <Checkbox
              key={platform.name}
              label={label(platform)}
              checked={isOn(platform.name)}
              onChange={() => toggle(platform.name)}
              {...(isLast(platform.name) ? { disabled: true, title: t('transfer.lastPlatform') } : {})}
            />
          ),
        )}
      </div>
    </Input.Wrapper>
  );
}
