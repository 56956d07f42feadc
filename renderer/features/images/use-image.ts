import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ContentKind } from '../../../shared/oci/content-kind.ts';
import type { ImageTab } from '../../../shared/place.ts';
import { queryClient } from '../../lib/query-client.ts';
import { defaultPlatform, INDEX, platformsOf } from './platform-switch.tsx';
import { imageQuery } from './queries.ts';
import { tabShown, tabsExpected, tabsOf } from './tabs.ts';
import { imageFor } from './wanted-platform.ts';

/** The image behind a digest as far as it has been read: its tabs, and of an index the platform that is shown. */
export function useImage(
  connectionId: string,
  repository: string,
  digest: string | undefined,
  wanted: ImageTab,
  content: ContentKind | undefined,
  wantedPlatform: string | undefined,
) {
  const [chosen, setChosen] = useState<{ readonly of: string; readonly platform: string }>();
  const image = useQuery({ ...imageQuery(connectionId, repository, digest ?? ''), enabled: digest !== undefined });
  const tabs: readonly ImageTab[] = image.data ? tabsOf(image.data) : tabsExpected(content);
  const tab = tabShown(tabs, wanted);
  // Of an index these tell of all platforms at once.
  const isOfAll = tab === 'overview' || tab === 'linked';
  const platforms = platformsOf(image.data);
  const own = chosen?.of === digest ? chosen?.platform : undefined;
  // The index itself has nothing to show but its manifest.
  const picked = own !== INDEX || tab === 'manifest' ? own : undefined;
  const platformDigest = picked ?? (tab === 'manifest' ? INDEX : (imageFor(image.data, wantedPlatform) ?? defaultPlatform(platforms)));
  const platform = useQuery({
    ...imageQuery(connectionId, repository, platformDigest),
    enabled: image.data?.kind === 'index' && platformDigest !== INDEX,
  });
  return {
    image: image.data,
    platform: platform.data,
    tabs,
    tab,
    platforms,
    platformDigest,
    choosePlatform: (next: string) => setChosen({ of: digest ?? '', platform: next }),
    error: image.error ?? (isOfAll ? null : platform.error),
    isWaiting: !image.data || (!isOfAll && platform.isEnabled && platform.isPending),
    /** Nothing is read, and nothing is being read: it was cancelled. */
    isCancelled:
      digest !== undefined &&
      ((!image.data && !image.isFetching && !image.error) ||
        (!isOfAll && platform.isPending && platform.isEnabled && !platform.isFetching)),
    isFetching: image.isFetching || platform.isFetching,
    cancel: () => {
      for (const one of [digest ?? '', platformDigest])
        void queryClient.cancelQueries({ queryKey: imageQuery(connectionId, repository, one).queryKey });
    },
    retry: () => void (image.data ? platform.refetch() : image.refetch()),
  };
}
