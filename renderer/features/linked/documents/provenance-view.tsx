import { useTranslation } from 'react-i18next';
import type { Provenance } from '../../../../shared/linked/document.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { CopyAtHover } from '../../../ui/copy-at-hover.tsx';
import styles from './documents.module.css';
import { FactList } from './fact-list.tsx';

/** A text of the provenance that is worth copying. */
const Copied = ({ text, name }: { readonly text: string | undefined; readonly name: string }) =>
  text === undefined ? null : (
    <CopyAtHover text={text} label={name}>
      <span className="mono">{text}</span>
    </CopyAtHover>
  );

function Materials({ provenance: { materials, materialCount } }: { readonly provenance: Provenance }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (materialCount === 0) return null;
  const title = t('document.materials', { count: materialCount, shown: format.number(materialCount) });
  return (
    <details className={styles['more']} open={materials.length <= 8} aria-label={title}>
      <summary>{title}</summary>
      <ul className={styles['plain']} aria-label={title}>
        {materials.map(({ uri, digest }, i) => (
          <li key={i}>
            <span className="mono">{uri}</span>
            {digest !== undefined && (
              <span className="mono faint cut" title={digest}>
                {digest}
              </span>
            )}
          </li>
        ))}
      </ul>
      {materialCount > materials.length && (
        <p className="dim">{t('document.cut', { shown: format.number(materials.length), all: format.number(materialCount) })}</p>
      )}
    </details>
  );
}

function Parameters({ parameters }: Pick<Provenance, 'parameters'>) {
  const { t } = useTranslation();
  const format = useFormat();
  if (parameters.length === 0) return null;
  const title = t('document.parameters', { count: parameters.length, shown: format.number(parameters.length) });
  return (
    <details className={styles['more']} aria-label={title}>
      <summary>{title}</summary>
      <FactList label={title} facts={parameters.map(([name, value]) => ({ name, value: <span className="mono">{value}</span> }))} />
    </details>
  );
}

/** Who built it, from what: builder, source, commit, materials. */
export function ProvenanceView({ provenance }: { readonly provenance: Provenance }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { builder, buildType, source, started, finished, invocation } = provenance;
  const time = (at: string | undefined) => at && <span title={format.exactTime(at)}>{format.time(at)}</span>;
  const unnamed = <span className="dim">{t('document.unnamed')}</span>;
  const copied = (name: string, text: string | undefined, otherwise?: typeof unnamed) => ({
    name,
    value: text === undefined ? otherwise : <Copied text={text} name={name} />,
  });
  return (
    <>
      <FactList
        label={t('document.provenance')}
        facts={[
          copied(t('document.builder'), builder, unnamed),
          copied(t('document.source'), source?.uri, unnamed),
          copied(t('document.commit'), source?.commit),
          copied(t('document.ref'), source?.ref),
          copied(t('document.entryPoint'), source?.entryPoint),
          copied(t('document.buildType'), buildType),
          copied(t('document.invocation'), invocation),
          { name: t('document.started'), value: time(started) },
          { name: t('document.finished'), value: time(finished) },
        ]}
      />
      <Materials provenance={provenance} />
      <Parameters parameters={provenance.parameters} />
    </>
  );
}
