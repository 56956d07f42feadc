import { useTranslation } from 'react-i18next';
import type { ImageConfig } from '../../../shared/oci/image-config.ts';
import { platformName } from '../../../shared/oci/platform.ts';
import { CodeView } from '../../ui/code.ts';
import { formattedJson } from './digest-links.ts';
import { Data, type Fact, Facts, KeysAndValues } from './facts.tsx';
import styles from './images.module.css';

const words = (values: readonly string[]): string =>
  values.map((value) => (/^[\w./:=@-]+$/.test(value) ? value : JSON.stringify(value))).join(' ');

/** How a container of this image starts. */
export function ConfigTab({ config }: { readonly config: ImageConfig }) {
  const { t } = useTranslation();
  const mono = (text: string) => ({ value: <Data text={text} />, copy: text });
  const facts: (Fact | false)[] = [
    { name: t('config.platform'), value: config.platform ? platformName(config.platform) : t('tags.unknown') },
    config.entrypoint.length > 0 && { name: t('config.entrypoint'), ...mono(words(config.entrypoint)) },
    config.command.length > 0 && { name: t('config.command'), ...mono(words(config.command)) },
    config.workingDirectory !== undefined && { name: t('config.workingDirectory'), ...mono(config.workingDirectory) },
    { name: t('config.user'), ...(config.user ? mono(config.user) : { value: t('config.root') }) },
    config.ports.length > 0 && { name: t('config.ports'), ...mono(config.ports.join(', ')) },
    config.volumes.length > 0 && { name: t('config.volumes'), ...mono(config.volumes.join(', ')) },
    config.stopSignal !== undefined && { name: t('config.stopSignal'), ...mono(config.stopSignal) },
    config.author !== undefined && { name: t('config.author'), value: config.author },
  ];
  const env = config.env.map((entry) => {
    const at = entry.indexOf('=');
    return at === -1 ? ([entry, ''] as const) : ([entry.slice(0, at), entry.slice(at + 1)] as const);
  });
  return (
    <div className={styles['overview']}>
      <div className={styles['column']}>
        <Facts facts={facts.filter((fact) => fact !== false)} label={t('image.tab.config')} />
      </div>
      <div className={styles['column']}>
        {env.length > 0 && (
          <>
            <h3 className={styles['heading']}>{t('config.env')}</h3>
            <KeysAndValues pairs={env} label={t('config.env')} />
          </>
        )}
        {config.labels.length > 0 && (
          <>
            <h3 className={styles['heading']}>{t('image.labels')}</h3>
            <KeysAndValues pairs={config.labels} label={t('image.labels')} />
          </>
        )}
      </div>
    </div>
  );
}

/** The config of an artifact, as text: it is not an image config. */
export function ArtifactConfig({ text }: { readonly text: string }) {
  const { t } = useTranslation();
  return (
    <div className={styles['code']}>
      <CodeView text={formattedJson(text)} label={t('image.tab.config')} />
    </div>
  );
}
