import { useTranslation } from 'react-i18next';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { useConnection } from '../../features/connections/use-connections.ts';
import { checkLinks } from '../../features/linked/queries.ts';
import { compareDigest, compareTag, compareWithPrevious, previousTagOf } from '../../features/tags/compare-tags.ts';
import { openChange } from '../../features/tags/tag-dialogs.ts';
import { showActivity } from '../../lib/activity.ts';
import { openNewWindow } from '../../lib/new-window.ts';
import { showCleanUp, shownConnectionId, shownRepository, shownTag, showStorage } from '../../lib/places.ts';
import { openDialog, useUi } from '../../lib/ui-state.ts';
import { focusActivity } from '../places/focus.ts';
import type { PaletteAction } from './palette-items.ts';

type Labelled = { readonly label: string; readonly name?: string; readonly keys?: string; readonly run: () => void };

const action = (id: string, { label, name, keys, run }: Labelled): PaletteAction => ({
  id: `action ${id}`,
  group: 'actions',
  label,
  detail: '',
  keys,
  names: [label, ...(name === undefined ? [] : [name])],
  run,
});

/** What can be done to the shown tag. */
function useTagActions(): readonly PaletteAction[] {
  const { t } = useTranslation();
  const tag = useUi(shownTag);
  const connectionId = useUi(shownConnectionId);
  const repository = useUi(shownRepository);
  if (tag === null || connectionId === null || repository === null) return [];
  const onTag = (kind: 'retag' | 'copy' | 'save' | 'delete', keys?: string): PaletteAction =>
    action(kind, {
      label: t(`palette.${kind}`, { tag }),
      name: t(`palette.${kind}`, { tag: '' }),
      ...(keys === undefined ? {} : { keys }),
      run: () => openChange(kind, [tag]),
    });
  const place = { connectionId, repository };
  const previous = previousTagOf(place, tag);
  const compare = [
    ...(previous === undefined
      ? []
      : [
          action('compare-previous', {
            label: t('compare.tagWithPrevious', { tag, previous }),
            name: t('compare.title'),
            keys: 'mod D',
            run: () => compareWithPrevious(place, tag),
          }),
        ]),
    action('compare', {
      label: t('compare.tagWith', { tag }),
      name: t('compare.tagWith', { tag: '' }),
      run: () => compareTag(place, tag, undefined),
    }),
  ];
  return [onTag('retag', 'R'), onTag('copy'), onTag('save'), ...compare, onTag('delete', 'delete')];
}

/** What can be done to the image of a digest that no tag of it is shown for. */
function useDigestActions(): readonly PaletteAction[] {
  const { t } = useTranslation();
  const digest = useUi(({ place }) => (place?.reference?.tag === undefined ? place?.reference?.digest : undefined));
  const connectionId = useUi(shownConnectionId);
  const repository = useUi(shownRepository);
  if (digest === undefined || connectionId === null || repository === null) return [];
  return [
    action('compare', {
      label: t('compare.tagWith', { tag: shortDigest(digest) }),
      name: t('compare.tagWith', { tag: '' }),
      keys: 'mod D',
      run: () => compareDigest({ connectionId, repository }, digest),
    }),
  ];
}

/** What can be done to the shown registry. */
function useRegistryActions(): readonly PaletteAction[] {
  const { t } = useTranslation();
  const repository = useUi(shownRepository);
  const current = useConnection(useUi(shownConnectionId));
  if (!current) return [];
  const { id, name } = current;
  return [
    action('clean-up', { label: t('main.cleanUp'), run: () => showCleanUp(id, repository) }),
    action('storage', {
      label: t('storage.title'),
      run: () => showStorage(id, repository === null ? { folder: undefined } : { repository }),
    }),
    action('scan', { label: t('scan.open'), run: () => openDialog({ kind: 'scan', connectionId: id }) }),
    action('load', { label: t('transfer.load.title'), run: () => openDialog({ kind: 'load', connectionId: id, repository }) }),
    ...(repository === null
      ? []
      : [
          action('untagged', {
            label: t('repositories.menu.untagged'),
            run: () => openDialog({ kind: 'untagged', connectionId: id, repository }),
          }),
          action('check-links', {
            label: t('linked.checkOf', { repository }),
            name: t('linked.check'),
            run: () => void checkLinks(id, repository).catch(() => {}),
          }),
        ]),
    action('diagnose', {
      label: t('diagnosis.title', { name }),
      name: t('diagnosis.title', { name: '' }),
      run: () => openDialog({ kind: 'diagnose', id, repository }),
    }),
  ];
}

/** Every action of the palette, those about what is shown first. */
export function useActions(): readonly PaletteAction[] {
  const { t } = useTranslation();
  return [
    ...useTagActions(),
    ...useDigestActions(),
    ...useRegistryActions(),
    action('add', { label: t('connections.add'), run: () => openDialog({ kind: 'add-connection' }) }),
    action('import', { label: t('import.title'), run: () => openDialog({ kind: 'import' }) }),
    action('apply-plan', { label: t('connections.applyPlan'), run: () => openDialog({ kind: 'apply-plan' }) }),
    action('activity', {
      label: t('palette.activity'),
      run: () => {
        showActivity();
        focusActivity();
      },
    }),
    action('watch', { label: t('watch.title'), run: () => openDialog({ kind: 'watch' }) }),
    action('history', { label: t('history.title'), run: () => openDialog({ kind: 'history' }) }),
    action('new-window', { label: t('palette.newWindow'), keys: 'mod N', run: openNewWindow }),
    action('settings', { label: t('settings.title'), keys: 'mod comma', run: () => openDialog({ kind: 'settings' }) }),
    action('shortcuts', { label: t('shortcuts.title'), keys: 'question', run: () => openDialog({ kind: 'shortcuts' }) }),
  ];
}
