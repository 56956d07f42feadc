import { z } from 'zod';
import { changeBeginSchema, endStateSchema, moveSchema, stepRequestSchema } from '../../shared/contract/history.ts';
import { parseJson } from '../../shared/json.ts';

/** The version of the lines that are written; lines without one are of the first. It rises when an older program could misread a line. */
const VERSION = 1;

const version = z.literal(VERSION).default(VERSION);
const id = z.string().min(1).max(200);
const at = z.iso.datetime();
const n = z.int().nonnegative();

const lineSchema = z.discriminatedUnion('kind', [
  z.object({ v: version, kind: z.literal('begin'), id, session: z.string(), at, change: changeBeginSchema }),
  z.object({ v: version, kind: z.literal('step'), id, n, at, request: stepRequestSchema }),
  z.object({
    v: version,
    kind: z.literal('answer'),
    id,
    n,
    took: z.number(),
    status: z.number().optional(),
    failure: z.string().optional(),
  }),
  z.object({ v: version, kind: z.literal('moves'), id, moves: z.array(moveSchema) }),
  /** An interrupted change is taken up again. */
  z.object({ v: version, kind: z.literal('resume'), id, at }),
  z.object({ v: version, kind: z.literal('end'), id, at, state: endStateSchema }),
]);

/** One event of a change. */
export type Line = z.infer<typeof lineSchema>;

/** A line as it is read: an event, or what could be made out of one that is not understood. */
export type ReadLine =
  | { readonly kind: 'event'; readonly event: Line }
  | { readonly kind: 'unread'; readonly id?: string; readonly what?: string; readonly at?: string };

const former = z.looseObject({ kind: z.literal('begin'), change: z.looseObject({ attached: z.array(z.unknown()) }) });

const fragment = z.object({
  id: id.optional().catch(undefined),
  kind: z.string().optional().catch(undefined),
  at: at.optional().catch(undefined),
});

/** A change as earlier versions wrote it: they called its referrers `attached`. */
function withFormerNames(value: unknown): unknown {
  const change = former.safeParse(value);
  if (!change.success) return value;
  const { attached, ...rest } = change.data.change;
  return { ...change.data, change: { ...rest, referrers: attached } };
}

/** Reads one line of the history. Undefined for an empty one; never throws. */
export function readLine(text: string): ReadLine | undefined {
  // A power cut may leave zeros.
  if (text.trim() === '' || /^\0+$/.test(text)) return undefined;
  let value: unknown;
  try {
    value = parseJson(text, 'history');
  } catch {
    return { kind: 'unread' };
  }
  const parsed = lineSchema.safeParse(withFormerNames(value));
  if (parsed.success) return { kind: 'event', event: parsed.data };
  const known = fragment.safeParse(value);
  if (!known.success) return { kind: 'unread' };
  const { id: of, kind, at: time } = known.data;
  return {
    kind: 'unread',
    ...(of === undefined ? {} : { id: of }),
    ...(kind === undefined ? {} : { what: kind }),
    ...(time === undefined ? {} : { at: time }),
  };
}

/** An event as it is handed in to be written. */
export type NewLine = z.input<typeof lineSchema>;

/** The line that is written for an event. */
export const writeLine = (event: NewLine): string => `${JSON.stringify({ v: VERSION, ...event })}\n`;
