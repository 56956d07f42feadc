import { Spotlight, spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { connectionsQuery, useConnection } from '../../features/connections/queries.ts';
import { catalogQuery } from '../../features/repositories/queries.ts';
import { tagsQuery } from '../../features/tags/queries.ts';
import { digestOf } from '../../features/tags/rows.ts';
import { openChange } from '../../features/tags/tag-dialogs.ts';
import { showActivity } from '../../lib/activity.ts';
import { goTo, openTag, showCleanUp, showConnection, shownConnectionId, shownRepository, shownTag } from '../../lib/places.ts';
import { openDialog, useUi } from '../../lib/ui-state.ts';
import { focusActivity, focusTags } from '../places/focus.ts';
import { openLink } from '../places/place-history.ts';
import { type PaletteItem, paletteItems } from './palette-items.ts';

const GROUPS = ['reference', 'tags', 'repositories', 'registries', 'actions'] as const;
const nothing = (): void => {};

function useActions(): PaletteItem[] {
  const { t } = useTranslation();
  const opened = useUi(shownTag);
  const connectionId = useUi(shownConnectionId);
  const repository = useUi(shownRepository);
  const current = useConnection(connectionId);
  const action = (id: string, label: string, run: () => void): PaletteItem => ({
    id: `action ${id}`,
    group: 'actions',
    label,
    detail: '',
    run,
  });
  return [
    ...(opened === null
      ? []
      : [
          action('retag', t('palette.retag', { tag: opened }), () => openChange('retag', opened)),
          action('copy', t('palette.copy', { tag: opened }), () => openChange('copy', opened)),
          action('save', t('palette.save', { tag: opened }), () => openChange('save', opened)),
          action('delete', t('palette.delete', { tag: opened }), () => openChange('delete', opened)),
        ]),
    action('add', t('connections.add'), () => openDialog({ kind: 'add-connection' })),
    action('import', t('import.title'), () => openDialog({ kind: 'import' })),
    ...(current
      ? [
          action('clean-up', t('cleanUp.title'), () => showCleanUp(current.id, repository)),
          action('load', t('transfer.load.title'), () => openDialog({ kind: 'load', connectionId: current.id, repository })),
          action('diagnose', t('diagnosis.title', { name: current.name }), () =>
            openDialog({ kind: 'diagnose', id: current.id, repository }),
          ),
        ]
      : []),
    action('activity', t('palette.activity'), () => {
      showActivity();
      focusActivity();
    }),
    action('history', t('history.title'), () => openDialog({ kind: 'history' })),
    action('settings', t('settings.title'), () => openDialog({ kind: 'settings' })),
    action('shortcuts', t('shortcuts.title'), () => openDialog({ kind: 'shortcuts' })),
  ];
}

/** The first tag known to point to a digest that begins with what was typed. */
function tagOfDigest(typed: string, details: Iterable<readonly [string, Parameters<typeof digestOf>[0]]>): string | undefined {
  const hex = typed.trim().replace(/^sha256:/, '');
  if (!/^[a-f0-9]{5,64}$/.test(hex)) return undefined;
  for (const [tag, detail] of details) if (digestOf(detail)?.includes(`:${hex}`)) return tag;
  return undefined;
}

/** Ctrl K: registries, repositories, tags, digests, actions, and pasted references. */
export function Palette() {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const connectionId = useUi(shownConnectionId);
  const repository = useUi(shownRepository);
  const { data } = useQuery(connectionsQuery);
  const current = useConnection(connectionId);
  // Searches what has been read; never starts a reading of its own.
  const catalog = useQuery({ ...catalogQuery(connectionId ?? ''), enabled: false });
  const tags = useQuery({ ...tagsQuery(connectionId ?? '', repository ?? ''), enabled: false });
  const actions = useActions();
  const byDigest = tagOfDigest(typed, tags.data?.details ?? []);
  const sources = {
    connections: data?.connections ?? [],
    current,
    repositories: catalog.data?.names ?? [],
    tags: byDigest === undefined ? (tags.data?.names ?? []) : [byDigest],
    actions,
    showConnection,
    goTo,
    openTag,
    openLink,
  };
  const items = paletteItems(sources, byDigest ?? typed);
  return (
    <Spotlight.Root
      query={typed}
      onQueryChange={setTyped}
      shortcut={null}
      clearQueryOnClose
      scrollable
      maxHeight={420}
      title={t('palette.title')}
      styles={{ header: { display: 'none' } }}
      size={560}
      centered={false}
      yOffset={72}
      overlayProps={{ color: '#080e14', backgroundOpacity: 0.45 }}
      transitionProps={{ duration: 0 }}
      onSpotlightClose={nothing}
    >
      <Spotlight.Search
        placeholder={t('palette.placeholder')}
        leftSection={<IconSearch size={16} />}
        aria-label={t('palette.placeholder')}
      />
      <Spotlight.ActionsList>
        {GROUPS.map((group) => {
          const own = items.filter((item) => item.group === group);
          if (own.length === 0) return null;
          return (
            <Spotlight.ActionsGroup key={group} label={t(`palette.group.${group}`)}>
              {own.map((item) => (
                <Spotlight.Action
                  key={item.id}
                  label={item.label}
                  description={item.detail}
                  onClick={() => {
                    spotlight.close();
                    item.run();
                    focusTags();
                  }}
                />
              ))}
            </Spotlight.ActionsGroup>
          );
        })}
        {items.length === 0 && <Spotlight.Empty>{t('palette.nothing')}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
