import type { ConnectionForm } from '../../../shared/contract/connections.ts';

/** Whether the form holds a secret that is not saved yet. */
export const hasTypedSecret = ({ password, clientKey, proxyPassword }: ConnectionForm): boolean =>
  password + clientKey + proxyPassword !== '';
