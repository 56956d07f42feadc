import { Spotlight, spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { connectionsQuery } from '../../features/connections/queries.ts';
import { useConnection } from '../../features/connections/use-connections.ts';
import { catalogQuery } from '../../features/repositories/queries.ts';
import { suggestQuery } from '../../features/search/queries.ts';
import { tagsQuery } from '../../features/tags/queries.ts';
import { digestOf } from '../../features/tags/rows.ts';
import { goTo, openTag, showConnection, shownConnectionId, shownRepository, showSearch } from '../../lib/places.ts';
import { openDialog, useUi } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { focusTags } from '../places/focus.ts';
import { keepFocus } from '../places/keep-focus.ts';
import { openLink } from '../places/place-history.ts';
import styles from './palette.module.css';
import { inGroups, type PaletteItem, type PaletteSources, paletteItems } from './palette-items.ts';
import { LIST, optionId, PaletteList } from './palette-list.tsx';
import { useActions } from './use-actions.ts';

/** The first tag known to point to a digest that begins with what was typed. */
function tagOfDigest(typed: string, details: Iterable<readonly [string, Parameters<typeof digestOf>[0]]>): string | undefined {
  const hex = typed.trim().replace(/^sha256:/, '');
  if (!/^[a-f0-9]{5,64}$/.test(hex)) return undefined;
  for (const [tag, detail] of details) if (digestOf(detail)?.includes(`:${hex}`)) return tag;
  return undefined;
}

/** Everything that the palette searches: it never starts a reading of its own. */
function usePaletteItems(typed: string): readonly PaletteItem[] {
  const { t } = useTranslation();
  const connectionId = useUi(shownConnectionId);
  const repository = useUi(shownRepository);
  const { data } = useQuery(connectionsQuery);
  const catalog = useQuery({ ...catalogQuery(connectionId ?? ''), enabled: false });
  const tags = useQuery({ ...tagsQuery(connectionId ?? '', repository ?? ''), enabled: false });
  const format = useFormat();
  const known = useQuery(suggestQuery(typed.startsWith('>') ? '' : typed));
  const searched = connectionId ?? data?.connections[0]?.id;
  const searchFor = (query: string): void => {
    if (searched !== undefined) showSearch(searched, query);
  };
  const byDigest = tagOfDigest(typed, tags.data?.details ?? []);
  const sources: PaletteSources = {
    connections: data?.connections ?? [],
    current: useConnection(connectionId),
    shown: repository,
    repositories: catalog.data?.names ?? [],
    areAllKnown: catalog.data?.done === true && catalog.data.cut === undefined,
    tags: byDigest === undefined ? (tags.data?.names ?? []) : [byDigest],
    actions: useActions(),
    known: typed.trim() === '' ? undefined : known.data,
    inRepositories: (count) => t('search.inRepositories', { count, shown: format.number(count) }),
    onImages: (count) => t('search.onImages', { count, shown: format.number(count) }),
    search:
      searched === undefined
        ? undefined
        : // What was typed, also where a tag of that digest is looked for instead.
          () => ({ label: t('search.everything', { typed: typed.trim() }), run: () => searchFor(typed.trim()) }),
    searchFor,
    addHost: (host) => ({
      label: t('palette.addHost', { host }),
      run: () => openDialog({ kind: 'add-connection', address: host }),
    }),
    showConnection,
    goTo,
    openTag,
    openLink,
  };
  return paletteItems(sources, byDigest ?? typed);
}

function choose(item: PaletteItem): void {
  spotlight.close();
  // Where what was chosen moves the focus itself, that is the later wish.
  focusTags();
  item.run();
}

/** The field and the lines below it (WAI-ARIA combobox with a listbox). */
function PaletteContent({ typed }: { readonly typed: string }) {
  const { t } = useTranslation();
  const [at, setAt] = useState({ typed, id: '' });
  const groups = inGroups(usePaletteItems(typed));
  const items = groups.flatMap(([, own]) => own);
  // What was typed last begins at its first hit. Lines that arrive later leave the chosen one chosen.
  const selected =
    at.typed === typed
      ? Math.max(
          0,
          items.findIndex(({ id }) => id === at.id),
        )
      : 0;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || items.length === 0) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) setAt({ typed, id: items[(selected + step + items.length) % items.length]?.id ?? '' });
    const item = items[selected];
    if (event.key !== 'Enter' || !item) return;
    event.preventDefault();
    choose(item);
  };
  return (
    <>
      <Spotlight.Search
        role="combobox"
        aria-expanded="true"
        aria-controls={LIST}
        aria-autocomplete="list"
        {...(items.length > 0 ? { 'aria-activedescendant': optionId(selected) } : {})}
        placeholder={t('palette.placeholder')}
        leftSection={<IconSearch aria-hidden="true" size={16} />}
        aria-label={t('palette.placeholder')}
        onKeyDown={onKeyDown}
      />
      <PaletteList groups={groups} selected={selected} typed={typed.replace(/^\s*>/, '')} onChoose={choose} />
      {items.length === 0 && (
        <div className={styles['empty']} role="status">
          {t('palette.nothing')}
        </div>
      )}
    </>
  );
}

/** Ctrl K: recent and pinned places, registries, repositories, tags, digests and labels of all registries, actions, and pasted references. */
export function Palette() {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  return (
    <Spotlight.Root
      query={typed}
      onQueryChange={setTyped}
      // What was chosen in it a moment ago may still be on its way to the tags.
      onSpotlightOpen={keepFocus}
      shortcut={null}
      clearQueryOnClose
      title={t('palette.title')}
      styles={{ header: { display: 'none' } }}
      size={560}
      centered={false}
      yOffset={72}
      // Below what says that Longshore is out of reach: nothing can be chosen then.
      zIndex={350}
      overlayProps={{ color: '#080e14', backgroundOpacity: 0.45 }}
      transitionProps={{ duration: 0 }}
    >
      <PaletteContent typed={typed} />
    </Spotlight.Root>
  );
}
