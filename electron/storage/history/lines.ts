import { z } from 'zod';
import { digestSchema } from '../../../shared/contract/base.ts';
import {
  changeSchema,
  changeSubjectSchema,
  endStateSchema,
  moveSchema,
  referrerSchema,
  stepRequestSchema,
} from '../../../shared/contract/history.ts';
import { parseJson } from '../../../shared/json.ts';

/** The version of the lines that are written. It rises when an older program could misread a line. */
const VERSION = 2;

const v = z.literal(VERSION);
const at = z.iso.datetime();
const n = z.int().nonnegative();

/** The name of a change, and of its file. */
export const changeIdSchema = z.string().regex(/^[\w-]{1,64}$/);

const lineSchema = z.discriminatedUnion('kind', [
  /** What a change is about: the first line of its file. */
  z.object({ v, kind: z.literal('begin'), id: changeIdSchema, at, subject: changeSubjectSchema, tags: n }),
  z.object({ v, kind: z.literal('moves'), moves: z.array(moveSchema) }),
  z.object({ v, kind: z.literal('referrers'), referrers: z.array(referrerSchema) }),
  z.object({ v, kind: z.literal('images'), images: z.array(digestSchema) }),
  z.object({ v, kind: z.literal('step'), n, at, request: stepRequestSchema }),
  z.object({ v, kind: z.literal('answer'), n, took: z.number(), status: z.number().optional(), failure: z.string().optional() }),
  /** An interrupted change is continued. */
  z.object({ v, kind: z.literal('resume'), at }),
  z.object({ v, kind: z.literal('end'), at, state: endStateSchema }),
  /** A change that has ended, in the file of its month. */
  z.object({
    v,
    kind: z.literal('change'),
    change: changeSchema.extend({ id: changeIdSchema, state: changeSchema.shape.state.catch('unrecognized') }),
  }),
]);

/** One line of the history. */
export type Line = z.infer<typeof lineSchema>;
type LineOf<K extends Line['kind']> = Extract<Line, { kind: K }>;
export type BeginLine = LineOf<'begin'>;

type WithoutVersion<L> = L extends Line ? Omit<L, 'v'> : never;

/** A line as it is handed in to be written. */
export type NewLine = WithoutVersion<Line>;

/** What is known of a line that is not understood. */
export type UnreadLine = { readonly kind: 'unread'; readonly what?: string; readonly id?: string; readonly at?: string };

const fragment = z.object({
  kind: z.string().optional().catch(undefined),
  id: changeIdSchema.optional().catch(undefined),
  at: at.optional().catch(undefined),
});

/** What is known of a parsed line that matches no schema. */
export function unreadLine(value: unknown): UnreadLine {
  const known = fragment.safeParse(value);
  if (!known.success) return { kind: 'unread' };
  const { kind, id, at: time } = known.data;
  return {
    kind: 'unread',
    ...(kind === undefined ? {} : { what: kind }),
    ...(id === undefined ? {} : { id }),
    ...(time === undefined ? {} : { at: time }),
  };
}

/** Parses a line of JSON. `empty` for a blank one or zeros, which a power cut may leave; never throws. */
export function parseLine(
  text: string,
): { readonly kind: 'empty' } | { readonly kind: 'damaged' } | { readonly kind: 'value'; readonly value: unknown } {
  if (text.trim() === '' || /^\0+$/.test(text)) return { kind: 'empty' };
  try {
    return { kind: 'value', value: parseJson(text, 'document') };
  } catch {
    return { kind: 'damaged' };
  }
}

/** Reads one line of the history. Undefined for an empty one; never throws. */
export function readLine(text: string): Line | UnreadLine | undefined {
  const parsed = parseLine(text);
  if (parsed.kind === 'empty') return undefined;
  if (parsed.kind === 'damaged') return { kind: 'unread' };
  const line = lineSchema.safeParse(parsed.value);
  return line.success ? line.data : unreadLine(parsed.value);
}

/** The text of a line, with its newline. */
export const writeLine = (line: NewLine): string => `${JSON.stringify({ v: VERSION, ...line })}\n`;

/** Whether a line is of this kind, by its first characters: a long file is passed over without parsing each line. */
export const isKind = (text: string, kind: Line['kind']): boolean => text.startsWith(`{"v":${VERSION},"kind":"${kind}"`);
