import { memo, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Connection } from '../../../../shared/contract/connections.ts';
import { MiddleCut } from '../../../ui/middle-cut.tsx';
import styles from '../tags.module.css';
import { type CrumbsShown, crumbsThatFit } from './crumbs-that-fit.ts';

type CrumbsProps = { readonly connection: Connection; readonly repository: string };

/**
 * Where the repository is. Where there is no room, the registry is left out first, then its folders are cut and left out, and the repository's own
 * name is cut last.
 * It is measured once the page is laid out anyway, and corrected before that is painted: to ask for a width earlier lays out the page once more.
 */
export const Crumbs = memo(function Crumbs({ connection, repository }: CrumbsProps) {
  const { name } = connection;
  const at = repository.lastIndexOf('/');
  const folders = repository.slice(0, Math.max(0, at));
  const own = repository.slice(at + 1);
  const where = useRef<HTMLDivElement>(null);
  const measured = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<CrumbsShown>('all');
  // biome-ignore lint/correctness/useExhaustiveDependencies: other names are measured anew.
  useLayoutEffect(() => {
    if (!where.current || !measured.current) return;
    const { current: room } = where;
    const { current: texts } = measured;
    const observer = new ResizeObserver(() => {
      const [registry = 0, inFolders = 0, ofItself = 0] = [...texts.children].map((part) => part.clientWidth);
      flushSync(() => setShown(crumbsThatFit({ registry, folders: inFolders, own: ofItself }, room.clientWidth)));
    });
    observer.observe(room);
    observer.observe(texts);
    return () => observer.disconnect();
  }, [name, repository]);
  const above = [...(shown === 'all' ? [name] : []), ...(folders === '' ? [] : [shown === 'own' ? '…' : folders])];
  const whole = `${name} / ${repository}`;
  return (
    <div ref={where} className={styles['where']}>
      <div ref={measured} className={styles['measured']} aria-hidden="true">
        {[name, folders, own].map((text, part) => (
          <span key={part} data-text={text} />
        ))}
      </div>
      <h1 className={styles['crumbs']} aria-label={whole} title={whole}>
        {above.map((text) => [
          shown === 'cut' ? (
            <span key={text} className={styles['crumbCut']}>
              <MiddleCut text={text} />
            </span>
          ) : (
            <span key={text}>{text}</span>
          ),
          <i key={`${text} /`}>/</i>,
        ])}
        <span className={shown === 'cut' ? '' : styles['crumbCut']}>
          <MiddleCut text={own} />
        </span>
      </h1>
    </div>
  );
});
