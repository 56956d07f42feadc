import { Button } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Layer } from '../../../shared/contract/images.ts';
import type { BaseImage } from '../../../shared/oci/base-image.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { type DockerfileStep, dockerfileSteps, dockerfileText } from '../../../shared/oci/dockerfile.ts';
import type { HistoryStep } from '../../../shared/oci/image-config.ts';
import { copyText } from '../../lib/copy.ts';
import { useFormat } from '../../lib/use-format.ts';
import { CopyAtHover } from '../../ui/copy-at-hover.tsx';
import { BaseLine } from './base-line.tsx';
import styles from './build.module.css';
import { type LayerRow, layerColourOf, layerRows, stepRows } from './layer-rows.ts';

type Props = {
  readonly history: readonly HistoryStep[];
  readonly layers: readonly Layer[];
  readonly layerCount: number;
  readonly base: BaseImage | undefined;
};

const wholeOf = ({ keyword, text }: DockerfileStep): string => (keyword === '' ? text : `${keyword} ${text}`);

/** The step itself, with the values of the build arguments that it is the first to have. */
function Instruction({ step, number }: { readonly step: DockerfileStep; readonly number: number }) {
  const { t } = useTranslation();
  const whole = wholeOf(step);
  if (whole === '') return <span className="faint">{t('build.unnamed')}</span>;
  return (
    <div className={styles['instruction']}>
      <CopyAtHover text={whole} label={t('layers.instructionOf', { number })}>
        <code data-comment={step.keyword === ''}>
          {step.keyword !== '' && <span className={styles['keyword']}>{step.keyword}</span>}
          {step.keyword === '' ? step.text : ` ${step.text}`}
        </code>
      </CopyAtHover>
      {step.args.length > 0 && (
        <span className="dim">
          {t('build.arguments')} <code>{step.args.join(' ')}</code>
        </span>
      )}
    </div>
  );
}

/** What a step added: its bytes, to scale, and the layer that has them. */
function Made({ row, isEmpty }: { readonly row: LayerRow | undefined; readonly isEmpty: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!row) return <span className={`${styles['size']} faint`}>{isEmpty && t('build.empty')}</span>;
  return (
    <>
      <span className={styles['size']} title={format.exactBytes(row.size)}>
        {format.bytes(row.size)}
      </span>
      <span className={styles['scale']} title={format.percent(row.share)}>
        <span style={{ width: Math.max(3, row.share * 84), background: layerColourOf(row) }} />
      </span>
      <span className={`${styles['layer']} faint`} title={row.digest}>
        <code>{shortDigest(row.digest)}</code>
      </span>
    </>
  );
}

/** The build steps as a Dockerfile, each with the layer that it made and its size. Steps without a layer are dimmed. */
export function BuildTab({ history, layers, layerCount, base }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  if (history.length === 0) return <p className="dim">{t('build.none')}</p>;
  const steps = dockerfileSteps(history);
  const made = stepRows(history, layerRows(layers), layerCount);
  const copy = (): void =>
    void copyText(dockerfileText(steps, base?.name ?? base?.digest), t('copy.done', { what: t('build.dockerfile') }), t('copy.refused'));
  return (
    <>
      <div className={styles['bar']}>
        <BaseLine base={base} />
        <Button variant="subtle" title={t('build.fromHistory')} leftSection={<IconCopy aria-hidden="true" size={15} />} onClick={copy}>
          {t('build.copy')}
        </Button>
      </div>
      <ol className={styles['build']} aria-label={t('image.tab.build')}>
        {steps.map((step, i) => {
          const { empty, created } = history[i] ?? {};
          return (
            <li key={i} data-empty={empty}>
              {step.from !== undefined && (
                <code className={styles['from']}>
                  <span className={styles['keyword']}>FROM</span> {step.from}
                </code>
              )}
              <span className="faint num">{i + 1}</span>
              <Instruction step={step} number={i + 1} />
              <Made row={made[i]} isEmpty={empty === true} />
              <span className={`${styles['when']} dim`} title={created && format.exactTime(created)}>
                {created && format.ago(created)}
              </span>
            </li>
          );
        })}
      </ol>
    </>
  );
}
