import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { command, procedure } from './base.ts';

/** Why a newer version could not be found, downloaded or put in place. */
const updateProblems = [
  /** There is no address of releases. */
  'address',
  'unreachable',
  'certificate',
  /** The list of releases is not at the address. */
  'not-found',
  /** The server answered with a status that is an error. */
  'refused',
  /** The list of releases is not one. */
  'unreadable',
  /** What was downloaded is not what the list of releases names. */
  'checksum',
  'signature',
  /** A download would lead away from https. */
  'not-https',
  /** It cannot be written here. */
  'storage',
  /** This copy lies where this person may not replace it. */
  'read-only',
  'other',
] as const;
const problemSchema = z.enum(updateProblems);
export type UpdateProblem = z.infer<typeof problemSchema>;

const versionSchema = z.string().max(100);

const updateStateSchema = z.discriminatedUnion('kind', [
  /** Something else updates this copy: a package manager, or the person. */
  z.object({ kind: z.literal('elsewhere') }),
  /** The person has not asked for updates: nobody is asked for them. */
  z.object({ kind: z.literal('off') }),
  z.object({ kind: z.literal('waiting') }),
  z.object({ kind: z.literal('checking') }),
  /** `checked`: when, in ISO 8601. */
  z.object({ kind: z.literal('latest'), checked: z.string() }),
  z.object({ kind: z.literal('downloading'), version: versionSchema, percent: z.number() }),
  /** It is put in place at the end of a session in which nothing runs any more. */
  z.object({ kind: z.literal('ready'), version: versionSchema }),
  z.object({ kind: z.literal('failed'), problem: problemSchema, checked: z.string() }),
]);
export type UpdateState = z.infer<typeof updateStateSchema>;

/** `packagedFeed`: the address of releases that this copy came with; empty where it has none. */
const updatesSchema = z.object({ state: updateStateSchema, packagedFeed: z.string() });
export type UpdatesEvent = z.infer<typeof updatesSchema>;

export const updatesContract = {
  watch: procedure.output(eventIterator(updatesSchema)),
  /** Asks for a newer version now, where the person has switched that on. */
  check: command.output(z.object({})),
  /** Ends Longshore, puts a downloaded version in place, and starts that. `held`: something runs, and nothing was done. */
  install: command.output(z.object({ held: z.boolean() })),
};
