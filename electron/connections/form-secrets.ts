import type { Connection, ConnectionForm } from '../../shared/contract/connections.ts';
import { placeOf, SECRET_KINDS } from '../storage/secret-places.ts';
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
    const to = placeOf(after, kind);
    const from = before ? placeOf(before, kind) : 'none';
    if (to === 'none') continue;
    const typed = typedOf(form, kind);
    if (typed === '' && (from === 'none' || from === to)) continue;
    const secret = typed !== '' || from === 'none' ? typed : await ports.secrets.get(after.id, kind, from);
    if (secret !== undefined) await ports.secrets.set(after.id, kind, to, secret);
  }
}

/** Removes what no connection refers to any more; a keychain that is gone must not keep a registry from being removed. */
export async function forgetSecrets(ports: ConnectionPorts, before: Connection, after: Connection | undefined): Promise<void> {
  for (const kind of SECRET_KINDS) {
    const place = placeOf(before, kind);
    if (place === 'none' || (after && placeOf(after, kind) === place)) continue;
    await ports.secrets.remove(before.id, kind, place).catch(() => {});
  }
}
