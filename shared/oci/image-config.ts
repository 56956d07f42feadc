import { z } from 'zod';
import { parseJson, stringPairs } from '../json.ts';
import { readStep, shellOf } from './build-step.ts';
import { isNoPlatform, pairsSchema, platformSchema, readPlatform } from './manifest.ts';
import { knownPairs } from './recorded-words.ts';

const historyStepSchema = z.object({
  /** The instruction as a Dockerfile would say it. */
  instruction: z.string(),
  /** Build arguments that it ran with. */
  args: pairsSchema,
  created: z.string().optional(),
  comment: z.string().optional(),
  /** True where the step made no layer. */
  empty: z.boolean(),
});

export const imageConfigSchema = z.object({
  /** Undefined where the config names none. */
  platform: platformSchema.optional(),
  created: z.string().optional(),
  author: z.string().optional(),
  env: z.array(z.string()),
  entrypoint: z.array(z.string()),
  command: z.array(z.string()),
  workingDirectory: z.string().optional(),
  user: z.string().optional(),
  stopSignal: z.string().optional(),
  ports: z.array(z.string()),
  volumes: z.array(z.string()),
  labels: pairsSchema,
  history: z.array(historyStepSchema),
});

export type HistoryStep = z.infer<typeof historyStepSchema>;
export type ImageConfig = z.infer<typeof imageConfigSchema>;

const words = z.array(z.string()).nullish().catch(undefined);
const word = z.string().nullish().catch(undefined);

const rawFacts = z.object({
  os: word,
  architecture: word,
  variant: word,
  created: word,
  config: z.object({ Labels: z.unknown().optional() }).nullish().catch(undefined),
});

const rawConfig = z.object({
  ...rawFacts.shape,
  author: word,
  config: z
    .object({
      Env: words,
      Entrypoint: z.union([words, z.string().transform((text) => [text])]).catch(undefined),
      Cmd: z.union([words, z.string().transform((text) => [text])]).catch(undefined),
      WorkingDir: word,
      User: word,
      StopSignal: word,
      ExposedPorts: z.unknown().optional(),
      Volumes: z.unknown().optional(),
      Labels: z.unknown().optional(),
    })
    .nullish()
    .catch(undefined),
  history: z
    .array(z.object({ created: word, created_by: word, comment: word, empty_layer: z.boolean().nullish().catch(undefined) }).catch({}))
    .nullish()
    .catch(undefined),
});

type RawConfig = z.infer<typeof rawConfig>;

/** An absent, zero or 1970 creation time is unknown: builders write it to make builds reproducible. ISO 8601, else undefined. */
export function knownTime(text: string | null | undefined): string | undefined {
  if (!text) return undefined;
  const ms = Date.parse(text);
  return Number.isFinite(ms) && ms > Date.UTC(1970, 0, 2) ? new Date(ms).toISOString() : undefined;
}

function keys(value: unknown): string[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}

function present<T extends Record<string, string | undefined>>(values: T): { [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value)) as { [K in keyof T]?: string };
}

/** What a row of a table shows of an image config; its history, which is most of it, is not looked at. @throws Failure INVALID_RESPONSE when it is not JSON. */
export function readImageFacts(text: string): Pick<ImageConfig, 'platform' | 'created' | 'labels'> {
  const parsed = rawFacts.safeParse(parseJson(text, 'config'));
  return parsed.success ? factsOf(parsed.data) : { labels: [] };
}

function factsOf(raw: Partial<z.infer<typeof rawFacts>>): Pick<ImageConfig, 'platform' | 'created' | 'labels'> {
  const platform = readPlatform(raw.os, raw.architecture, raw.variant);
  return {
    ...(platform && !isNoPlatform(platform) ? { platform } : {}),
    ...present({ created: knownTime(raw.created) }),
    labels: stringPairs(raw.config?.Labels),
  };
}

/** Settings of an image that are looked at to tell where the values of a step end. */
const MOST_KNOWN = 200;

function readHistory(raw: Partial<RawConfig>): HistoryStep[] {
  const labels = stringPairs(raw.config?.Labels).map(([key, value]) => `${key}=${value}`);
  const known = knownPairs([...(raw.config?.Env ?? []), ...labels].slice(0, MOST_KNOWN));
  let shell: string | undefined;
  return (raw.history ?? []).map((step) => {
    const read = readStep(step.created_by ?? '', { known, shell });
    shell = shellOf(read.instruction) ?? shell;
    const rest = present({ created: knownTime(step.created), comment: step.comment ?? undefined });
    return { ...read, empty: step.empty_layer === true, ...rest };
  });
}

/** Reads an image config (image-spec config.md), forgiving whatever is missing. @throws Failure INVALID_RESPONSE when it is not JSON. */
export function readImageConfig(text: string): ImageConfig {
  const parsed = rawConfig.safeParse(parseJson(text, 'config'));
  const raw: Partial<RawConfig> = parsed.success ? parsed.data : {};
  const config: Partial<NonNullable<RawConfig['config']>> = raw.config ?? {};
  return {
    ...factsOf(raw),
    ...present({ author: raw.author ?? undefined }),
    env: config.Env ?? [],
    entrypoint: config.Entrypoint ?? [],
    command: config.Cmd ?? [],
    ...present({
      workingDirectory: config.WorkingDir ?? undefined,
      user: config.User ?? undefined,
      stopSignal: config.StopSignal ?? undefined,
    }),
    ports: keys(config.ExposedPorts),
    volumes: keys(config.Volumes),
    history: readHistory(raw),
  };
}
