import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { failureSchemas } from '../errors.ts';
import { productSchema } from '../products/products.ts';
import { displayText } from '../text.ts';
import { takeUserInfo } from '../user-info.ts';
import { command, connectionIdSchema, procedure, repositorySchema } from './base.ts';

/** `identity` is a token service's refresh token, as `docker login` may leave one; `helper` asks a `docker-credential-*` program each time. */
const signInSchema = z.enum(['none', 'password', 'token', 'identity', 'helper']);
const helperSchema = z.string().regex(/^[A-Za-z0-9_.-]{0,64}$/);
const proxyKindSchema = z.enum(['system', 'none', 'given']);
const fingerprintSchema = z.string().regex(/^(?:[0-9A-F]{2}(?::[0-9A-F]{2}){31})?$/);

const protectedSchema = z.array(z.string().trim().min(1).max(128)).max(50);

/** What registries are told apart by at a glance, beside their names. */
export const connectionColours = ['none', 'blue', 'green', 'yellow', 'orange', 'purple'] as const;
const colourSchema = z.enum(connectionColours);

/** What a person, or a file from elsewhere, calls something: no character in it makes it read other than it is. */
const calledSchema = z.string().overwrite(displayText).trim();

const folderSchema = calledSchema.max(100);

const addressSchema = z.string().trim().min(1).max(2048);
const pemSchema = z.string().max(256 * 1024);

/** A registry as it is saved and shown. No secret is ever part of it. */
export const connectionSchema = z.object({
  id: connectionIdSchema,
  name: z
    .string()
    .min(1)
    .max(200)
    .overwrite((name) => displayText(name) || '?'),
  /** Base URL with scheme, without a slash at the end; `/v2/...` is appended to it. */
  url: z.url({ protocol: /^https?$/ }),
  signIn: signInSchema,
  username: z.string().max(512),
  /** The name after `docker-credential-` of the program that knows the password; empty without one. */
  helper: helperSchema.default(''),
  /** Where the password or token is: nowhere, in the system keychain, or in memory until the application ends. */
  secret: z.enum(['none', 'keychain', 'session']),
  readOnly: z.boolean(),
  ca: pemSchema,
  clientCertificate: pemSchema,
  /** Whether a client key is kept in the keychain; the key itself is a secret. */
  hasClientKey: z.boolean(),
  /** Which of the other secrets are in memory until the application ends; the rest are in the keychain. */
  sessionOnly: z.array(z.enum(['client-key', 'proxy-password'])).optional(),
  /** SHA-256 of the server certificate that the person trusts for this registry; empty for none. */
  fingerprint: fingerprintSchema.default(''),
  proxy: z
    .object({ kind: proxyKindSchema, url: z.string().max(2048), username: z.string().max(512), hasPassword: z.boolean() })
    .default({ kind: 'system', url: '', username: '', hasPassword: false }),
  /** Patterns of tags whose names have to be typed before they are deleted. */
  protectedTags: protectedSchema.default([]),
  /** What it stands under in the list of registries; empty for none. */
  folder: folderSchema.default(''),
  colour: colourSchema.default('none'),
  /** Every dialog that changes it says so, and a deletion needs the name of the repository typed. */
  production: z.boolean().default(false),
  /** Repositories that stay on top, and those that were opened last, newest first. */
  pinned: z.array(z.string()).default([]),
  recent: z.array(z.string()).default([]),
  /** Hosts of other sites whose token service may get this connection's password. */
  trustedRealms: z.array(z.string()),
  sample: z.boolean(),
});

/** A saved registry as it is shown now. */
const listedSchema = connectionSchema.extend({
  /** It is saved as read-only, and changes are allowed until then: ms since 1970, by the clock of the application. */
  changesUntil: z.number().optional(),
});

/** What the dialog sends. An empty `password` or `clientKey` of a saved registry means: as it was. */
const connectionFormSchema = z.object({
  name: calledSchema.max(200),
  address: addressSchema,
  signIn: signInSchema,
  username: z.string().max(512),
  helper: helperSchema,
  password: z.string().max(64 * 1024),
  remember: z.boolean(),
  readOnly: z.boolean(),
  ca: pemSchema,
  clientCertificate: pemSchema,
  clientKey: pemSchema,
  fingerprint: fingerprintSchema,
  proxyKind: proxyKindSchema,
  proxyUrl: z.string().trim().max(2048),
  proxyUsername: z.string().max(512),
  proxyPassword: z.string().max(4096),
  trustedRealms: z.array(z.string().min(1).max(300)).max(20),
  protectedTags: protectedSchema,
  folder: folderSchema,
  colour: colourSchema,
  production: z.boolean(),
  /** The person has agreed that this registry is spoken to without encryption. */
  plainHttpConfirmed: z.boolean(),
});

/** The form as it enters: what stood in its addresses is in its fields. */
export const sentFormSchema = connectionFormSchema.transform(takeUserInfo);

/** The requests that are left of a registry's limit, in a window of seconds. */
export const quotaSchema = z.object({ limit: z.number(), remaining: z.number(), windowSeconds: z.number().optional() });

/** What a test found at an address. */
const probeResultSchema = z.object({
  url: z.string(),
  plainHttp: z.boolean(),
  /** Plain http and not on this machine: to be confirmed by the person. */
  needsConfirmation: z.boolean(),
  listsRepositories: z.boolean(),
  signedIn: z.boolean(),
  product: productSchema,
  /** ms */
  took: z.number(),
});

/** What is known of a saved registry now. */
const pingResultSchema = z.object({ took: z.number(), product: productSchema, quota: quotaSchema.optional() });

/** How the last exchange with a registry ended, whatever it was for: `refused` is the sign-in. */
const outcomeSchema = z.object({
  connectionId: connectionIdSchema,
  kind: z.enum(['answered', 'refused', 'unreachable']),
  failure: z.object({ code: z.string(), data: z.unknown() }).optional(),
});

const abilitySchema = z.enum(['works', 'refused', 'no-permission', 'unknown']);

/** What a registry allows this account: deletes of images by their digests and of single tags, and the referrers API. */
const abilitiesSchema = z.object({ byDigest: abilitySchema, byTag: abilitySchema, referrers: abilitySchema });

export type RegistryAbilities = z.infer<typeof abilitiesSchema>;
export type ConnectionOutcome = z.infer<typeof outcomeSchema>;
export type Connection = z.infer<typeof connectionSchema>;
export type ListedConnection = z.infer<typeof listedSchema>;
export type ConnectionForm = z.infer<typeof connectionFormSchema>;
/** A form in which nothing was filled in. */
export const emptyForm: ConnectionForm = {
  name: '',
  address: '',
  signIn: 'none',
  username: '',
  helper: '',
  password: '',
  remember: true,
  readOnly: false,
  ca: '',
  clientCertificate: '',
  clientKey: '',
  fingerprint: '',
  proxyKind: 'system',
  proxyUrl: '',
  proxyUsername: '',
  proxyPassword: '',
  trustedRealms: [],
  protectedTags: [],
  folder: '',
  colour: 'none',
  production: false,
  plainHttpConfirmed: false,
};

export type ProbeResult = z.infer<typeof probeResultSchema>;
export type PingResult = z.infer<typeof pingResultSchema>;
export type Quota = z.infer<typeof quotaSchema>;

const formInput = z.object({ id: connectionIdSchema.optional(), form: sentFormSchema });

export const connectionsContract = {
  list: procedure.output(
    z.object({
      connections: z.array(listedSchema),
      /** Those that a later version saved, and that are left as they are. */
      notUnderstood: z.number(),
      damagedFile: z.string().optional(),
    }),
  ),
  /** Why there is no keychain that answers, where there is none. */
  keychain: procedure.output(z.object({ obstacle: failureSchemas.KEYCHAIN.optional() })),
  /** Tries the address and the sign-in of a form without saving anything. */
  test: command.input(formInput).output(probeResultSchema),
  save: command.input(formInput).output(connectionSchema),
  remove: command.input(z.object({ id: connectionIdSchema })).output(z.object({})),
  /** Signs in with what is saved: the state shown beside a registry. */
  ping: procedure.input(z.object({ id: connectionIdSchema })).output(pingResultSchema),
  /** What a registry allows: as far as it is known, or where a repository is named as tried on that, without changing anything. */
  abilities: procedure.input(z.object({ id: connectionIdSchema, repository: repositorySchema.optional() })).output(abilitiesSchema),
  /** Allows changes to a read-only registry for ten minutes, and ends that. */
  allowChanges: command.input(z.object({ id: connectionIdSchema })).output(z.object({ until: z.number() })),
  endChanges: command.input(z.object({ id: connectionIdSchema })).output(z.object({})),
  /** Puts the registries into this order. */
  order: command.input(z.object({ ids: z.array(connectionIdSchema).max(10_000) })).output(z.object({})),
  /** Each time that the exchanges with a registry end otherwise than before. */
  outcomes: procedure.output(eventIterator(outcomeSchema)),
  /** Lets the password of this connection go to a token service of another site. */
  trustRealm: command.input(z.object({ id: connectionIdSchema, host: z.string().min(1).max(300) })).output(connectionSchema),
  /** Puts a repository on top, takes it from there, or notes that it was opened. */
  remember: command
    .input(z.object({ id: connectionIdSchema, repository: repositorySchema, what: z.enum(['pin', 'unpin', 'open']) }))
    .output(connectionSchema),
  /** `name`: what it is called in the language on screen. */
  openSample: command.input(z.object({ name: z.string().min(1).max(100) }).optional()).output(connectionSchema),
};
