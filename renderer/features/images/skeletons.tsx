import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImageTab } from '../../../shared/place.ts';
import styles from './images.module.css';

/** px: the height of a line, and that of what it stands for. */
type Line = { readonly width: string; readonly of: number };

const lines = (height: number, ...widths: readonly number[]): readonly Line[] =>
  widths.map((width) => ({ width: `${width}%`, of: height }));

const COLUMNS: Record<ImageTab, readonly (readonly Line[])[]> = {
  overview: [
    [...lines(24, 14), ...lines(34, 96, 96), ...lines(20, 18), ...lines(24, 30)],
    [...lines(34, 92), ...lines(29, 60, 72, 40, 48)],
  ],
  layers: [[...lines(30, 100), ...lines(28, 70, 56, 64, 48, 60)]],
  files: [[...lines(30, 60), ...lines(28, 40, 48, 32, 56, 44)]],
  config: [lines(29, 60, 72, 50, 40), lines(29, 80, 64, 72, 58)],
  build: [lines(29, 70, 54, 62, 48, 58)],
  linked: [lines(29, 24, 38, 52, 44, 48), lines(29, 60, 72, 58)],
  manifest: [lines(19, 24, 40, 56, 48, 60)],
};

/** What a tab looks like before its image is read: lines where its content will be. It appears only where reading takes a moment. */
export function Skeletons({ tab }: { readonly tab: ImageTab }) {
  const { t } = useTranslation();
  const columns = COLUMNS[tab];
  return (
    <div
      role="status"
      aria-busy="true"
      aria-label={t('image.loading')}
      className={`${styles['skeletons']} ${columns.length > 1 ? styles['overview'] : ''}`}
    >
      {columns.map((column, i) => (
        <div key={i} className={styles['column']} data-tab={tab}>
          {column.map(({ width, of }, line) => (
            <div key={line} style={{ height: of }}>
              <Skeleton height={of > 30 ? of : 11} width={width} radius={4} />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
