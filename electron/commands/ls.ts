import type { Connection } from '../../shared/contract/connections.ts';
import { splitNames } from '../../shared/name-lines.ts';
import { registryBase } from '../../shared/oci/reference.ts';
import type { Context } from './context.ts';
import { Refusal } from './exit-codes.ts';
import { counted } from './output.ts';
import { referenceOf } from './places.ts';

/** A saved registry as `--json` prints it. */
const shownConnection = ({ name, url, signIn, username, readOnly, protectedTags }: Connection) => ({
  name,
  registry: registryBase(url),
  url,
  signIn,
  ...(username === '' ? {} : { username }),
  readOnly,
  protectedTags,
});

async function listConnections({ output }: Context, connections: readonly Connection[]): Promise<void> {
  if (output.isJson) {
    for (const connection of connections) await output.json(shownConnection(connection));
    return;
  }
  if (connections.length === 0) return output.note('No registry is saved. Add one in Longshore.');
  await output.table(
    ['REGISTRY', 'NAME', 'SIGN-IN', 'CHANGES'],
    connections.map(({ url, name, signIn, readOnly }) => [registryBase(url), name, signIn, readOnly ? 'read-only' : '']),
  );
}

/** `ls [REGISTRY]`: the saved registries, or the repositories of one, or of one folder of it. */
export async function ls(context: Context): Promise<void> {
  const [text] = context.given.operands;
  if (text === undefined) return listConnections(context, await context.connections());
  const { connection, repository: folder, tag, digest } = await context.place(text);
  if (tag !== undefined || digest !== undefined) throw new Refusal('usage', `"${text}" is an image. longshore inspect shows one.`);
  const { client, output, signal } = context;
  let count = 0;
  for await (const event of await client.repositories.list({ connectionId: connection.id, recall: false }, { signal })) {
    if (event.kind === 'remembered') continue;
    if (event.kind === 'end') {
      if (event.cut !== undefined)
        output.note(`The registry's list goes on, but is read no further after ${counted(count, 'repository', 'repositories')}.`);
      continue;
    }
    for (const repository of splitNames(event.names)) {
      if (folder !== undefined && repository !== folder && !repository.startsWith(`${folder}/`)) continue;
      count++;
      if (output.isJson) await output.json({ registry: registryBase(connection.url), repository });
      else await output.line(referenceOf(connection, repository, {}));
    }
  }
  if (folder !== undefined && count === 0) throw new Refusal('not-found', `No repository of ${connection.name} is in ${folder}.`);
}
