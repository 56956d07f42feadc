import { z } from 'zod';
import { readAddress } from '../../../shared/address.ts';
import { FILE_FORMAT, FILE_VERSION, type FileRegistry, MOST_FILE_BYTES, MOST_FILE_REGISTRIES } from '../../../shared/connections-file.ts';
import { connectionSchema } from '../../../shared/contract/connections.ts';
import type { FileProblem } from '../../../shared/contract/import.ts';
import { splitUserInfo } from '../../../shared/user-info.ts';

const { shape } = connectionSchema;

const headSchema = z.looseObject({ format: z.literal(FILE_FORMAT), version: z.number().int().min(1), registries: z.array(z.unknown()) });

// What is not known is not passed over: somebody meant something by it.
const registrySchema = z.strictObject({
  name: shape.name,
  url: z.string().max(2048),
  folder: shape.folder,
  colour: shape.colour,
  production: shape.production,
  readOnly: shape.readOnly,
  protectedTags: shape.protectedTags,
  signIn: shape.signIn,
  username: shape.username,
  helper: shape.helper,
  ca: shape.ca.default(''),
  clientCertificate: shape.clientCertificate.default(''),
  fingerprint: shape.fingerprint,
  trustedRealms: z.array(z.string().min(1).max(300)).max(20).default([]),
  proxy: z
    .strictObject({ kind: z.enum(['system', 'none', 'given']), url: z.string().max(2048), username: z.string().max(512) })
    .default({ kind: 'system', url: '', username: '' }),
  pinned: z.array(z.string().max(1024)).max(10_000).default([]),
});

export type ReadFile = { readonly registries: readonly FileRegistry[] } | { readonly problem: FileProblem };

const problem = (reason: FileProblem['reason'], at = ''): { problem: FileProblem } => ({ problem: { reason, at } });

const hasKey = (pem: string): boolean => pem.includes('PRIVATE KEY');

/** What is wrong with the addresses of an entry, or with what should not be in a file that goes from hand to hand. */
function flawOf({ url, proxy, ca, clientCertificate }: FileRegistry): readonly [FileProblem['reason'], string] | undefined {
  if (splitUserInfo(url).address !== url) return ['credentials', 'url'];
  if (splitUserInfo(proxy.url, 'proxy').address !== proxy.url) return ['credentials', 'proxy.url'];
  // An address of a file has its scheme, and is written as it is saved.
  const address = readAddress(url);
  if (!address?.explicit || address.urls[0] !== url) return ['address', 'url'];
  const isProxy = proxy.kind === 'given' ? (readAddress(proxy.url)?.urls.length ?? 0) > 0 : proxy.url === '' && proxy.username === '';
  if (!isProxy) return ['address', 'proxy.url'];
  if (hasKey(ca)) return ['secret', 'ca'];
  return hasKey(clientCertificate) ? ['secret', 'clientCertificate'] : undefined;
}

function headOf(text: string): z.infer<typeof headSchema> | { problem: FileProblem } {
  if (text.length > MOST_FILE_BYTES) return problem('too-large');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return problem('format');
  }
  const head = headSchema.safeParse(value);
  if (!head.success) return problem('format', head.error.issues[0]?.path.join('.'));
  if (head.data.version > FILE_VERSION) return problem('later-version');
  return head.data.registries.length > MOST_FILE_REGISTRIES ? problem('too-many') : head.data;
}

/** Reads a file of registries that another Longshore wrote. All of it is refused where one entry is not what it should be. Contacts nothing. */
export function readConnectionsFile(text: string): ReadFile {
  const head = headOf(text);
  if ('problem' in head) return { problem: head.problem as FileProblem };
  const registries: FileRegistry[] = [];
  for (const [index, entry] of head.registries.entries()) {
    const at = (path: string): string => `registries.${index}${path === '' ? '' : `.${path}`}`;
    const parsed = registrySchema.safeParse(entry);
    if (!parsed.success) return problem('format', at(parsed.error.issues[0]?.path.join('.') ?? ''));
    const flaw = flawOf(parsed.data);
    if (flaw) return problem(flaw[0], at(flaw[1]));
    registries.push(parsed.data);
  }
  return { registries };
}
