import { z } from 'zod';
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

export type ImportProblem = z.infer<typeof importProblemSchema>;
export type Importable = z.infer<typeof importableSchema>;

export const importContract = {
  /** The files that would be read. None is opened. */
  sources: procedure.output(z.object({ paths: z.array(z.string()) })),
  /** Reads them and asks the credential helpers which registries they know. */
  find: procedure.output(z.object({ registries: z.array(importableSchema), problems: z.array(importProblemSchema) })),
  /** Saves the chosen ones; passwords go to the keychain, or where there is none stay in memory. */
  apply: command.input(z.object({ ids: z.array(z.string()).max(1000) })).output(
    // `failed` are addresses that could not be imported, most likely because their password could not be saved.
    z.object({ connections: z.array(connectionSchema), failed: z.array(z.string()) }),
  ),
};
