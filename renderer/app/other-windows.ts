import { connectionsQuery } from '../features/connections/queries.ts';
import { client } from '../lib/client.ts';
import { queryClient } from '../lib/query-client.ts';
import { adoptSettings } from '../lib/ui-state.ts';

/** Reads registries, which may be read-only or production by now, and the settings that hold for all windows. */
async function readAgain(): Promise<void> {
  void queryClient.invalidateQueries({ queryKey: connectionsQuery.queryKey });
  adoptSettings((await client.settings.get()).settings);
}

/** Reads what other windows may have changed whenever this one comes to the front. The host itself refuses what is no longer allowed. */
export function followOtherWindows(): void {
  // Out of reach, it is read again with everything else.
  window.addEventListener('focus', () => void readAgain().catch(() => {}));
}
