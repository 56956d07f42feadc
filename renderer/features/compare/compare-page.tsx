import { Button, Tabs } from '@mantine/core';
import { IconArrowsExchange, IconLink } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { ImageTab } from '../../../shared/place.ts';
import { copyText } from '../../lib/copy.ts';
import { linkTo } from '../../lib/link.ts';
import { goTo, openTab, showComparison } from '../../lib/places.ts';
import { Tab } from '../../ui/tab.tsx';
import styles from './compare.module.css';
import { ComparisonContent, type ShowFiles } from './content.tsx';
import { Outcome } from './outcome.tsx';
import { SideField } from './side-field.tsx';
import { type Compared, isChosen, platformsOf, sideText } from './sides.ts';
import { platformOf, useComparison } from './use-comparison.ts';

const TABS = ['overview', 'layers', 'config', 'files'] as const;
export type CompareTab = (typeof TABS)[number];

/** The tab that a place asks for, where a comparison has it. */
export const compareTab = (tab: ImageTab | undefined): CompareTab => TABS.find((one) => one === tab) ?? 'overview';

type Props = {
  readonly connections: readonly Connection[];
  readonly from: Compared;
  readonly to: Compared;
  readonly tab: CompareTab;
  /** The tag that came before the one of `to`, where it is known. */
  readonly previous: string | undefined;
  readonly tagsOf: (side: Compared) => readonly string[];
  /** Calls for the tags of a repository. */
  readonly wantTags: (side: Compared) => void;
  /** What the files of two images differ in. */
  readonly files: ShowFiles;
  /** The largest of these differences, where they are known. */
  readonly largestFiles: ShowFiles;
};

/** Where nothing else has the focus, it is on the tabs, or in the field that is still empty. */
function useFirstFocus(isEmpty: boolean) {
  const page = useRef<HTMLElement>(null);
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      if (document.activeElement !== document.body && document.activeElement !== null) return;
      const wanted = isEmpty ? '[data-side="from"] input' : '[role="tab"][aria-selected="true"]';
      page.current?.querySelector<HTMLElement>(wanted)?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, [isEmpty]);
  return page;
}

/** Two images side by side: what they share, what differs, and where the difference in size comes from. */
export function ComparePage({ connections, from, to, tab: wanted, previous, tagsOf, wantTags, files, largestFiles }: Props) {
  const { t } = useTranslation();
  const { connectionId, repository, reference } = to;
  const registry = connections.find(({ id }) => id === connectionId)?.name ?? '';
  const read = useComparison(from, to);
  const page = useFirstFocus(!isChosen(from));
  // Files are those of containers: what is no image has its layers for files.
  const tabs = TABS.filter((one) => one !== 'files' || (read.from.image?.kind !== 'artifact' && read.to.image?.kind !== 'artifact'));
  const tab = tabs.includes(wanted) ? wanted : 'overview';
  const title = t('compare.of', { registry, repository });
  const field = (which: 'from' | 'to') => {
    const [side, other] = which === 'from' ? [from, to] : [to, from];
    const text = sideText(side, other, connections);
    return (
      <SideField
        {...{ which, side, text }}
        tags={tagsOf(side)}
        registries={connections}
        platforms={platformsOf(read[which].named)}
        platform={platformOf(read[which])}
        onChange={(next) => (which === 'from' ? showComparison(next, to) : showComparison(from, next))}
        onFocus={() => wantTags(side)}
      />
    );
  };
  const copyLink = (): void => {
    const place = { ...to, compareWith: from, ...(tab === 'overview' ? {} : { tab }) };
    void copyText(linkTo(place, connections), t('copy.done', { what: t('connections.linkCopied') }), t('copy.refused'));
  };
  return (
    <section className={styles['page']} ref={page} aria-label={title}>
      <header className={styles['head']}>
        <div className={styles['title']}>
          <h1 className="cut" title={title}>
            {title}
          </h1>
          <Outcome read={read} />
        </div>
        <div className={styles['actions']}>
          <Button
            variant="default"
            leftSection={<IconArrowsExchange aria-hidden="true" size={15} />}
            disabled={!isChosen(from)}
            onClick={() => showComparison(to, from)}
          >
            {t('compare.swap')}
          </Button>
          <Button variant="default" leftSection={<IconLink aria-hidden="true" size={15} />} disabled={!isChosen(from)} onClick={copyLink}>
            {t('connections.copyLink')}
          </Button>
          <Button variant="default" onClick={() => goTo({ connectionId, repository, reference })}>
            {t('dialog.close')}
          </Button>
        </div>
      </header>
      <div className={styles['sides']}>
        {field('from')}
        <span aria-hidden="true" className={styles['arrow']}>
          →
        </span>
        {field('to')}
      </div>
      <Tabs
        unstyled
        value={tab}
        onChange={(next) => openTab(compareTab(TABS.find((one) => one === next)))}
        className={styles['body'] ?? ''}
      >
        <Tabs.List aria-label={t('compare.tabs')} className={styles['tabs'] ?? ''}>
          {tabs.map((one) => (
            <Tab key={one} value={one} label={t(`compare.tab.${one === 'overview' ? 'summary' : one}`)} />
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab} tabIndex={0} className={styles['panel'] ?? ''}>
          <ComparisonContent {...{ connections, read, tab, previous, files, largestFiles }} />
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}
