type NetworkInformation = EventTarget & { readonly saveData?: boolean; readonly type?: string };

const connectionOf = (): NetworkInformation | undefined => (navigator as { readonly connection?: NetworkInformation }).connection;

/** Whether the network is paid by what it transfers, as far as a browser tells (https://wicg.github.io/netinfo/). */
export function isMetered(): boolean {
  const connection = connectionOf();
  return connection?.saveData === true || connection?.type === 'cellular';
}

/** Calls this whenever that may have changed; what it gives back ends it. */
export function onNetworkChange(changed: () => void): () => void {
  const connection = connectionOf();
  connection?.addEventListener('change', changed);
  return () => connection?.removeEventListener('change', changed);
}
