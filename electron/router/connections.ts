import { registryAbilities } from '../changes/core/abilities.ts';
import { listed, orderConnections, rememberRepository, removeConnection, saveConnection, trustRealm } from '../connections/saved.ts';
import { tryAddress } from '../connections/try-address.ts';
import { implementation } from './base.ts';

export const connections = {
  list: implementation.connections.list.handler(({ context: { document, damagedFile, lifts } }) => ({
    connections: listed(document.connections, lifts),
    notUnderstood: document.notUnderstood,
    ...(damagedFile === undefined ? {} : { damagedFile }),
  })),
  keychain: implementation.connections.keychain.handler(async ({ context }) => ({ obstacle: await context.secrets.obstacle() })),
  test: implementation.connections.test.handler(({ input, context, signal }) => tryAddress(context, input, signal)),
  save: implementation.connections.save.handler(({ input, context }) => saveConnection(context, input)),
  remove: implementation.connections.remove.handler(async ({ input, context }) => {
    await removeConnection(context, input.id);
    return {};
  }),
  ping: implementation.connections.ping.handler(({ input, context, signal }) => context.clients.ping(input.id, signal)),
  abilities: implementation.connections.abilities.handler(({ input, context, signal }) =>
    registryAbilities({ probe: context.probe, client: context.clients.of(input.id) }, input, signal),
  ),
  allowChanges: implementation.connections.allowChanges.handler(({ input, context }) => ({
    until: context.lifts.allow(context.clients.connection(input.id).id),
  })),
  endChanges: implementation.connections.endChanges.handler(({ input, context }) => {
    context.lifts.end(input.id);
    return {};
  }),
  order: implementation.connections.order.handler(({ input, context }) => {
    orderConnections(context, input.ids);
    return {};
  }),
  outcomes: implementation.connections.outcomes.handler(({ context, signal }) =>
    context.outcomes.subscribe('outcome', signal ? { signal } : {}),
  ),
  trustRealm: implementation.connections.trustRealm.handler(({ input, context }) => trustRealm(context, input.id, input.host)),
  remember: implementation.connections.remember.handler(({ input, context }) => rememberRepository(context, input)),
  openSample: implementation.connections.openSample.handler(({ input, context }) => context.sample.open(context.document, input?.name)),
};
