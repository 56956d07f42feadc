import type { z } from 'zod';
import { Failure } from '../../../../shared/errors.ts';
import { parseJson } from '../../../../shared/json.ts';

/** Reads a JSON document of an image file. @throws Failure IMAGE_FILE `document-unreadable`. */
export function parseDocument<T>(schema: z.ZodType<T>, bytes: Buffer, name: string): T {
  try {
    return schema.parse(parseJson(bytes.toString('utf8'), 'document'));
  } catch {
    throw new Failure('IMAGE_FILE', { reason: 'document-unreadable', subject: name });
  }
}
