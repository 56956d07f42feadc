import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { certificateSchema } from '../errors.ts';
import { connectionIdSchema, procedure, repositorySchema } from './base.ts';
import { sentFormSchema } from './connections.ts';

/** What a diagnosis checks, in this order. */
const stepNameSchema = z.enum(['address', 'proxy', 'name', 'tcp', 'tls', 'api', 'challenge', 'sign-in', 'list', 'read', 'delete']);

/** What was found out, as data: the words are the page's. */
const factSchema = z.object({
  key: z.enum([
    'url',
    'proxy',
    'addresses',
    'connected',
    'protocol',
    'status',
    'product',
    'schemes',
    'realm',
    'service',
    'asked',
    'granted',
    'expires',
    'repositories',
    'repository',
    'tags',
    'digest',
    'by-digest',
    'by-tag',
    'quota',
  ]),
  value: z.string(),
});

const stepSchema = z.object({
  name: stepNameSchema,
  /** `notice` is fine and worth reading; `skipped` did not apply or could not be tried. */
  result: z.enum(['ok', 'notice', 'failed', 'skipped']),
  /** Why a step was skipped or is a notice. */
  note: z
    .enum([
      'plain-http',
      'direct',
      'not-asked',
      'through-proxy',
      'no-sign-in',
      'open',
      'not-listed',
      'may-not-list',
      'no-repository',
      'no-tags',
      'pinned',
      'own-authority',
    ])
    .optional(),
  /** ms */
  took: z.number(),
  facts: z.array(factSchema),
  /** Leaf first. */
  chain: z.array(certificateSchema),
  failure: z.object({ code: z.string(), data: z.unknown() }).optional(),
});

const diagnosisEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('begin'), name: stepNameSchema }),
  z.object({ kind: z.literal('step'), step: stepSchema }),
  /** Whether everything that was tried went well. */
  z.object({ kind: z.literal('end'), healthy: z.boolean() }),
]);

export type StepName = z.infer<typeof stepNameSchema>;
export type DiagnosisStep = z.infer<typeof stepSchema>;
export type DiagnosisFact = z.infer<typeof factSchema>;
export type DiagnosisEvent = z.infer<typeof diagnosisEventSchema>;

export const diagnosisContract = {
  /** Checks the connection to a saved registry, or to one as it stands in the form, step by step. Probes deletes only when asked to. */
  run: procedure
    .input(
      z.object({
        id: connectionIdSchema.optional(),
        form: sentFormSchema.optional(),
        repository: repositorySchema.optional(),
        deletes: z.boolean(),
      }),
    )
    .output(eventIterator(diagnosisEventSchema)),
};
