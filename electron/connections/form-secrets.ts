import type { Connection, ConnectionForm } from '../../shared/contract/connections.ts';
import { SECRET_KINDS, secretLocation } from '../storage/secret-location.ts';
import type { SecretKind } from '../storage/secrets.ts';
import type { ConnectionPorts } from './ports.ts';

type Typed = Pick<ConnectionForm, 'password' | 'clientKey' | 'proxyPassword'>;

function typedOf(form: Typed, kind: SecretKind): string {
  switch (kind) {
    case 'password':
      return form.password;
    case 'client-key':
      return form.clientKey;
    case 'proxy-password':
      return form.proxyPassword;
  }
}

/** Keeps what the form brought where the registry says that it is, and moves there what was somewhere else. @throws Failure KEYCHAIN. */
export async function storeSecrets(ports: ConnectionPorts, before: Connection | undefined, after: Connection, form: Typed): Promise<void> {
  for (const kind of SECRET_KINDS) {
    const to = secretLocation(after, kind);
    const from = before ? secretLocation(before, kind) : 'none';
    if (to === 'none') continue;
    const typed = typedOf(form, kind);
    if (typed === '' && (from === 'none' || from === to)) continue;
    const secret = typed !== '' || from === 'none' ? typed : await ports.secrets.get(after.id, kind, from);
    if (secret !== undefined) await ports.secrets.set(after.id, kind, to, secret);
  }
}

/** Removes what no connection refers to any more; a missing keychain must not prevent removing a registry. */
export async function forgetSecrets(ports: ConnectionPorts, before: Connection, after: Connection | undefined): Promise<void> {
  for (const kind of SECRET_KINDS) {
    const location = secretLocation(before, kind);
    if (location === 'none' || (after && secretLocation(after, kind) === location)) continue;
    await ports.secrets.remove(before.id, kind, location).catch(() => {});
  }
}
