import { z } from 'zod';
import { connectionIdSchema, procedure } from './base.ts';

const signInSchema = z.enum(['none', 'password', 'token']);

const addressSchema = z.string().trim().min(1).max(2048);
const pemSchema = z.string().max(256 * 1024);

/** A registry as it is saved and shown. No secret is ever part of it. */
export const connectionSchema = z.object({
  id: connectionIdSchema,
  name: z.string().min(1).max(200),
  /** Base URL with scheme, without a slash at the end; `/v2/...` is appended to it. */
  url: z.url({ protocol: /^https?$/ }),
  signIn: signInSchema,
  username: z.string().max(512),
  /** Where the password or token is: nowhere, in the system keychain, or in memory until the application ends. */
  secret: z.enum(['none', 'keychain', 'session']),
  readOnly: z.boolean(),
  ca: pemSchema,
  clientCertificate: pemSchema,
  /** Whether a client key is kept in the keychain; the key itself is a secret. */
  hasClientKey: z.boolean(),
  /** Hosts of other sites whose token service may get this connection's password. */
  trustedRealms: z.array(z.string()),
  sample: z.boolean(),
});

/** What the dialog sends. An empty `password` or `clientKey` of a saved registry means: as it was. */
const connectionDraftSchema = z.object({
  name: z.string().trim().max(200),
  address: addressSchema,
  signIn: signInSchema,
  username: z.string().max(512),
  password: z.string().max(64 * 1024),
  remember: z.boolean(),
  readOnly: z.boolean(),
  ca: pemSchema,
  clientCertificate: pemSchema,
  clientKey: pemSchema,
  /** The person has agreed that this registry is spoken to without encryption. */
  plainHttpConfirmed: z.boolean(),
});

/** What was found at an address. */
const probeResultSchema = z.object({
  url: z.string(),
  plainHttp: z.boolean(),
  /** Plain http and not on this machine: to be confirmed by the person. */
  needsConfirmation: z.boolean(),
  listsRepositories: z.boolean(),
  signedIn: z.boolean(),
  /** ms */
  took: z.number(),
});

export type Connection = z.infer<typeof connectionSchema>;
export type ConnectionDraft = z.infer<typeof connectionDraftSchema>;
export type ProbeResult = z.infer<typeof probeResultSchema>;

const draftOf = z.object({ id: connectionIdSchema.optional(), draft: connectionDraftSchema });

export const connectionsContract = {
  list: procedure.output(z.object({ connections: z.array(connectionSchema), damagedFile: z.string().optional() })),
  keychain: procedure.output(z.object({ available: z.boolean(), reason: z.string() })),
  /** Tries the address and the sign-in of a draft without saving anything. */
  test: procedure.input(draftOf).output(probeResultSchema),
  save: procedure.input(draftOf).output(connectionSchema),
  remove: procedure.input(z.object({ id: connectionIdSchema })).output(z.object({})),
  /** Signs in with what is saved: the state shown beside a registry. */
  ping: procedure.input(z.object({ id: connectionIdSchema })).output(z.object({ took: z.number() })),
  /** Lets the password of this connection go to a token service of another site. */
  trustRealm: procedure.input(z.object({ id: connectionIdSchema, host: z.string().min(1).max(300) })).output(connectionSchema),
  openSample: procedure.output(connectionSchema),
};
