import { z } from 'zod';
import { MOST_FILE_BYTES, MOST_FILE_REGISTRIES } from '../connections-file.ts';
import { command, procedure } from './base.ts';
import { connectionSchema } from './connections.ts';

/** A registry that another tool on this computer knows, as it is shown before anything is imported. No secret is part of it. */
const importableSchema = z.object({
  id: z.string(),
  address: z.string(),
  /** The part of the registry that the credential is for; empty for all of it. */
  namespace: z.string(),
  signIn: connectionSchema.shape.signIn,
  username: z.string(),
  helper: z.string(),
  /** The other tool may speak to it without encryption or without checking its certificate. */
  insecure: z.boolean(),
  hasAuthority: z.boolean(),
  sources: z.array(z.string()),
  /** There already is a saved registry with this address and name. */
  saved: z.boolean(),
  /** A saved registry has this address, with another sign-in or without its password. */
  alike: z.boolean(),
});

/** A file or helper that could not be read, and why; nothing of its content. */
const importProblemSchema = z.object({
  source: z.string(),
  reason: z.enum(['missing', 'denied', 'unreadable', 'format', 'too-large', 'helper-missing', 'helper-failed', 'helper-unreadable']),
});

/** Why a file of registries is refused as a whole, and where in it: `registries.3.url`. */
const fileProblemSchema = z.object({
  reason: z.enum(['too-large', 'too-many', 'format', 'later-version', 'address', 'credentials', 'secret']),
  at: z.string(),
});

/** A registry of such a file, beside what is saved. No secret is part of it. */
const fileRowSchema = connectionSchema
  .pick({ name: true, url: true, folder: true, signIn: true, username: true, helper: true, production: true })
  .extend({
    state: z.enum(['new', 'same', 'differs']),
    /** What is otherwise than it is saved. */
    differs: z.array(
      z.enum([
        'name',
        'url',
        'folder',
        'colour',
        'production',
        'readOnly',
        'protectedTags',
        'signIn',
        'username',
        'helper',
        'ca',
        'clientCertificate',
        'fingerprint',
        'trustedRealms',
        'proxy',
        'pinned',
      ]),
    ),
    /** The name of the saved registry; empty without one. */
    savedAs: z.string(),
    /** It believes a certificate or an authority of its own. */
    hasAuthority: z.boolean(),
    /** The proxy that it names; empty where it names none. */
    proxy: z.string(),
    /** Other sites whose token services may get its password. */
    realms: z.array(z.string()),
  });

const foundInFileSchema = z.object({ registries: z.array(fileRowSchema), problem: fileProblemSchema.optional() });

const fileTextSchema = z.string().max(MOST_FILE_BYTES);

export type FileProblem = z.infer<typeof fileProblemSchema>;
export type FileRow = z.infer<typeof fileRowSchema>;
export type FoundInFile = z.infer<typeof foundInFileSchema>;
export type ImportProblem = z.infer<typeof importProblemSchema>;
export type Importable = z.infer<typeof importableSchema>;

export const importContract = {
  /** The files that would be read. None is opened. */
  sources: procedure.output(z.object({ paths: z.array(z.string()) })),
  /** Reads them and asks the credential helpers which registries they know. */
  find: procedure.output(z.object({ registries: z.array(importableSchema), problems: z.array(importProblemSchema) })),
  /** Reads a file that was exported from Longshore. Nothing is contacted, and nothing is saved. */
  readFile: procedure.input(z.object({ text: fileTextSchema })).output(foundInFileSchema),
  /** Saves the chosen registries of such a file, by their places in it. Each needs its sign-in then. */
  applyFile: command
    .input(z.object({ text: fileTextSchema, rows: z.array(z.number().int().min(0)).max(MOST_FILE_REGISTRIES) }))
    .output(z.object({ connections: z.array(connectionSchema), failed: z.array(z.string()) })),
  /** Saves the chosen ones; passwords go to the keychain, or where there is none stay in memory. */
  apply: command.input(z.object({ ids: z.array(z.string()).max(1000) })).output(
    // `failed` are addresses that could not be imported, most likely because their password could not be saved.
    z.object({ connections: z.array(connectionSchema), failed: z.array(z.string()) }),
  ),
};
