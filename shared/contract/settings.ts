import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { MOST_OF_FEED, readFeedAddress } from '../feed-address.ts';
import { languageCodes } from '../languages.ts';
import { contentKindSchema } from '../oci/content-kind.ts';
import { MOST_OF_LINK, placeSchema } from '../place.ts';
import { command, connectionIdSchema, procedure } from './base.ts';
import { ruleSetSchema } from './clean-up.ts';

/** The columns of the tag table beside that of the tags. */
export const tagColumns = ['digest', 'kind', 'platforms', 'size', 'created', 'mediaType', 'pulled', 'immutable'] as const;
const tagColumnSchema = z.enum(tagColumns);
export type TagColumn = z.infer<typeof tagColumnSchema>;

const sortColumnSchema = z.enum(['tag', ...tagColumns]);

const tagColumnSettingSchema = z.object({ id: tagColumnSchema, shown: z.boolean(), width: z.number().min(60).max(600).optional() });
export type TagColumnSetting = z.infer<typeof tagColumnSettingSchema>;

/** How much is written to the log: `error` is defects alone, `debug` every call and request. */
export const logLevels = ['off', 'error', 'info', 'debug'] as const;
export const logLevelSchema = z.enum(logLevels);
export type LogLevel = (typeof logLevels)[number];

/** What an image is pulled with, the most usual first; `kubernetes` and `compose` are the line of such a file. */
export const imageTools = ['docker', 'podman', 'nerdctl', 'crane', 'skopeo', 'kubernetes', 'compose'] as const;

/** How this copy of Longshore came here; `file` is a download: AppImage, Windows, macOS. */
const installationSchema = z.enum(['checkout', 'npm', 'deb', 'rpm', 'flatpak', 'file']);
export type Installation = z.infer<typeof installationSchema>;

const foldersSchema = z.array(z.string().max(512)).max(500);

/** What the window remembers. */
export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  language: z.enum(['system', ...languageCodes]),
  /** Where the window was last. */
  place: placeSchema.nullable(),
  sort: z.object({ column: sortColumnSchema, descending: z.boolean() }),
  /** Columns of the tag table in their order, with widths in px where they were resized. Those that are not here are as usual. */
  tagColumns: z.array(tagColumnSettingSchema).max(50),
  /** Whether tags that point to the same image are one row of the table. */
  groupByImage: z.boolean(),
  /** Whether the table shows tags that hold signatures and attachments. */
  showReferrers: z.boolean(),
  /** Whether recent repositories are shown above the tree. */
  showRecent: z.boolean(),
  /** px */
  sidebarWidth: z.number().min(180).max(600),
  /** Where the detail pane is in wide windows. */
  detailSide: z.enum(['bottom', 'right']),
  /** Height of the detail pane in percent of its column, and its width in percent where it is at the right. */
  detailShare: z.number().min(10).max(90),
  detailWidthShare: z.number().min(10).max(90),
  /** Folders of repositories that the person opened or closed, for each registry; those touched last come first. */
  folders: z.array(z.object({ connectionId: connectionIdSchema, open: foldersSchema, closed: foldersSchema })).max(50),
  /** Folders of the list of registries that are closed. */
  closedFolders: z.array(z.string().max(100)).max(500),
  /** The other registry that an image was last copied to. */
  copyTo: z.string().max(64).nullable(),
  pullTool: z.enum(imageTools),
  /** The tool last chosen for what is no image, of each kind. */
  artifactTools: z.partialRecord(contentKindSchema, z.enum(['helm', 'oras', 'wkg', 'wasm-to-oci', 'cosign', 'crane'])),
  /** For how many days, and up to what size, deleted manifests are kept for an undo. */
  trashDays: z.number().int().min(1).max(3650),
  trashMegabytes: z.number().int().min(1).max(100_000),
  logLevel: logLevelSchema,
  /** Whether what runs goes on after the last window was closed, where the system has a place to say so. */
  keepInBackground: z.boolean(),
  /** Whether the end of a run, and a change of what is watched, is told by the system while no window of Longshore is in front. */
  notifyRunEnd: z.boolean(),
  /** Whether a copy that updates itself looks for newer versions. */
  lookForUpdates: z.boolean(),
  /** The address of releases; empty for the one that this copy came with. */
  updateFeed: z
    .string()
    .max(MOST_OF_FEED)
    .refine((text) => readFeedAddress(text).kind !== 'refused'),
  /** Rules of clean-ups that were saved, by their names. */
  ruleSets: z.array(ruleSetSchema).max(100),
});

export type Settings = z.infer<typeof settingsSchema>;
export const defaultSettings: Settings = {
  theme: 'system',
  language: 'system',
  place: null,
  sort: { column: 'tag', descending: false },
  tagColumns: [],
  groupByImage: false,
  showReferrers: false,
  showRecent: true,
  sidebarWidth: 264,
  detailSide: 'bottom',
  detailShare: 46,
  detailWidthShare: 44,
  folders: [],
  closedFolders: [],
  copyTo: null,
  pullTool: 'docker',
  artifactTools: {},
  trashDays: 90,
  trashMegabytes: 512,
  logLevel: 'info',
  keepInBackground: true,
  notifyRunEnd: true,
  lookForUpdates: false,
  updateFeed: '',
  ruleSets: [],
};

export type SortColumn = z.infer<typeof sortColumnSchema>;

const toShowSchema = z.union([
  z.object({ connectionId: z.string() }),
  z.object({ link: z.string() }),
  z.object({ runs: z.literal(true) }),
  z.object({ watched: z.literal(true) }),
]);
export type ToShow = z.infer<typeof toShowSchema>;

export const settingsContract = {
  get: procedure.output(z.object({ settings: settingsSchema, version: z.string(), installed: installationSchema, dataFolder: z.string() })),
  update: procedure.input(settingsSchema.partial()).output(z.object({})),
  /** What a person sends along with a report: versions, settings, hosts and the last lines of the log, without secrets. */
  diagnostics: procedure.output(z.object({ text: z.string() })),
  /** Whether the application can still be reached. */
  alive: procedure.output(z.object({})),
  /** Opens a further window of Electron, at the place of a link where one is named. In the browser, the page opens its own. */
  newWindow: command.input(z.object({ link: z.string().max(MOST_OF_LINK).optional() })).output(z.object({})),
  /** What is to be shown in this window: a registry that a second start asks for, the place of a link that was opened outside, or the runs or the changes of tags that a notification told of. */
  shown: procedure.output(eventIterator(toShowSchema)),
};
