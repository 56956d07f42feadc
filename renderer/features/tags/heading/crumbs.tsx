import { useElementSize } from '@mantine/hooks';
import { memo, useLayoutEffect, useRef, useState } from 'react';
import type { Connection } from '../../../../shared/contract/connections.ts';
import { MiddleCut } from '../../../ui/middle-cut.tsx';
import styles from '../tags.module.css';
import { type CrumbsShown, crumbsThatFit } from './crumbs-that-fit.ts';

type CrumbsProps = { readonly connection: Connection; readonly repository: string };

/**
 * Where the repository is. Where there is no room, the registry is left out first, then its folders, and the repository's own name is cut last.
 * Memoised: it measures whenever it is rendered, which would lay out the page again for each batch that is read.
 */
export const Crumbs = memo(function Crumbs({ connection, repository }: CrumbsProps) {
  const { name } = connection;
  const at = repository.lastIndexOf('/');
  const folders = repository.slice(0, Math.max(0, at));
  const own = repository.slice(at + 1);
  // Another width renders this again.
  const { ref } = useElementSize<HTMLDivElement>();
  const measured = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<CrumbsShown>('all');
  // Before it is painted, so that a long name is not seen in one way and then in another.
  useLayoutEffect(() => {
    const [registryWidth = 0, foldersWidth = 0, ownWidth = 0] = [...(measured.current?.children ?? [])].map((part) => part.clientWidth);
    const room = measured.current?.parentElement?.clientWidth ?? 0;
    setShown(crumbsThatFit({ registry: registryWidth, folders: foldersWidth, own: ownWidth }, room));
  });
  const above = [...(shown === 'all' ? [name] : []), ...(folders === '' ? [] : [shown === 'own' ? '…' : folders])];
  const whole = `${name} / ${repository}`;
  return (
    <div ref={ref} className={styles['where']}>
      <div ref={measured} className={styles['measured']} aria-hidden="true">
        {[name, folders, own].map((text, part) => (
          <span key={part} data-text={text} />
        ))}
      </div>
      <h1 className={styles['crumbs']} aria-label={whole} title={whole}>
        {above.map((text) => [<span key={text}>{text}</span>, <i key={`${text} /`}>/</i>])}
        <span className={styles['crumbOwn']}>
          <MiddleCut text={own} />
        </span>
      </h1>
    </div>
  );
});
