import { z } from 'zod';
import { digestSchema } from '../../../shared/contract/base.ts';
import { changeSubjectSchema, endStateSchema, moveSchema, referrerSchema, stepRequestSchema } from '../../../shared/contract/history.ts';
import { changeIdSchema, type NewLine, parseLine, type UnreadLine, unreadLine } from './lines.ts';
import { beginLines } from './summary.ts';

const v = z.literal(1).default(1);
const id = changeIdSchema;
const at = z.iso.datetime();
const n = z.int().nonnegative();

/** Words that the first version had for what is restored. */
const WORDS: Readonly<Record<string, string>> = { 'put-back': 'restored' };

const request = z.preprocess((value) => {
  const found = z.looseObject({ why: z.literal('put-back') }).safeParse(value);
  return found.success ? { ...found.data, why: 'restore' } : value;
}, stepRequestSchema);

const change = changeSubjectSchema.extend({
  moves: z.array(moveSchema),
  /** What later versions call referrers. */
  attached: z.array(referrerSchema).default([]),
  referrers: z.array(referrerSchema).default([]),
  images: z.array(digestSchema).default([]),
});

const schema = z.discriminatedUnion('kind', [
  z.object({ v, kind: z.literal('begin'), id, at, change }),
  z.object({ v, kind: z.literal('step'), id, n, at, request }),
  z.object({ v, kind: z.literal('answer'), id, n, took: z.number(), status: z.number().optional(), failure: z.string().optional() }),
  z.object({ v, kind: z.literal('moves'), id, moves: z.array(moveSchema) }),
  z.object({ v, kind: z.literal('resume'), id, at }),
  z.object({
    ...{ v, kind: z.literal('end'), id, at },
    state: z.preprocess((state) => WORDS[String(state)] ?? state, endStateSchema),
  }),
]);

/** The lines that a line of the first version becomes. */
export type FormerLine = { readonly kind: 'lines'; readonly id: string; readonly lines: readonly NewLine[] };

/** Reads a line of `history.jsonl`, the one file of the first version. Undefined for an empty one; never throws. */
export function readFormerLine(text: string): FormerLine | UnreadLine | undefined {
  const parsed = parseLine(text);
  if (parsed.kind === 'empty') return undefined;
  if (parsed.kind === 'damaged') return { kind: 'unread' };
  const found = schema.safeParse(parsed.value);
  if (!found.success) return unreadLine(parsed.value);
  if (found.data.kind !== 'begin') {
    const { id: of, v: _, ...line } = found.data;
    return { kind: 'lines', id: of, lines: [line] };
  }
  const { attached, referrers, ...subject } = found.data.change;
  const lines = beginLines(found.data.id, found.data.at, { ...subject, referrers: [...attached, ...referrers] });
  return { kind: 'lines', id: found.data.id, lines };
}
