import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/use-format.ts';
import styles from './files.module.css';
import { isUnread, type Reading, readLayers } from './reading.ts';

/** Numbers of layers that are told one by one. */
const MOST_NAMED = 8;

/** What the list rests on: said of all layers where it is the same. What the image only says of itself can be checked. */
function Basis({ reading, onCheck }: { readonly reading: Reading; readonly onCheck: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const read = readLayers(reading).filter((layer) => !isUnread(layer));
  const listed = read.filter(({ basis }) => basis === 'table-of-contents').map(({ number }) => format.number(number));
  if (read.length === 0 || read.some(({ basis }) => basis === 'unverified')) return null;
  if (listed.length === 0)
    return (
      <span className="cut" title={t('files.checkedDetail')}>
        {t('files.checked')}
      </span>
    );
  return (
    <>
      <span className="cut" title={t('files.listedDetail')}>
        {listed.length === read.length
          ? t('files.listed')
          : t('files.listedPartly', { count: listed.length, layers: format.names(listed, MOST_NAMED) })}
      </span>
      <button type="button" className={styles['link']} title={t('files.checkDetail')} onClick={onCheck}>
        {t('files.check')}
      </button>
    </>
  );
}

/** What one layer does to those below it, in figures. */
function LayerFigures({ reading, layer }: { readonly reading: Reading; readonly layer: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const changes = reading.end?.layers.find(({ number }) => number === layer);
  const facts = readLayers(reading).find(({ number }) => number === layer);
  return (
    <>
      {changes && (
        <span>
          {t('files.layerFigures', {
            added: format.number(changes.added),
            changed: format.number(changes.changed),
            deleted: format.number(changes.deleted),
          })}
        </span>
      )}
      {facts && <span>{t('files.packed', { format: t(`files.format.${facts.format}`), unpacked: format.bytes(facts.unpacked) })}</span>}
    </>
  );
}

/** How many files there are and how much they take, what was written for nothing, and what all of it rests on. */
export function Figures({
  reading,
  layer,
  onCheck,
  onWasted,
}: {
  readonly reading: Reading;
  readonly layer: number | undefined;
  readonly onCheck: () => void;
  readonly onWasted: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { end } = reading;
  if (!end) return null;
  if (layer !== undefined) return <LayerFigures reading={reading} layer={layer} />;
  return (
    <>
      <span>{t('files.figures', { count: end.files, shown: format.number(end.files), unpacked: format.bytes(end.unpacked) })}</span>
      {end.wasted > 0 && (
        <button type="button" className={styles['link']} title={t('files.wastedDetail')} onClick={onWasted}>
          {t('files.wasted', { size: format.bytes(end.wasted) })}
        </button>
      )}
      <Basis reading={reading} onCheck={onCheck} />
    </>
  );
}
