import { placeToUrl } from '../../shared/place.ts';
import { api, client, isInBrowser } from './client.ts';
import { queryClient } from './query-client.ts';
import { useUi } from './ui-state.ts';

/**
 * Opens a further window at the same place. In a browser it is a page of the same session: what is in `sessionStorage` is copied to a page that is opened
 * by this one (https://html.spec.whatwg.org/multipage/webstorage.html#copy-session-storage), so that it needs no link of its own.
 */
export function openNewWindow(): void {
  if (isInBrowser) {
    window.open(location.href, '_blank', `popup,width=${window.outerWidth},height=${window.outerHeight}`);
    return;
  }
  const { place } = useUi.getState();
  const registries = queryClient.getQueryData(api.connections.list.queryKey())?.connections ?? [];
  const link = place === null ? undefined : placeToUrl(place, registries);
  void client.settings.newWindow(link === undefined ? {} : { link }).catch(() => {});
}
