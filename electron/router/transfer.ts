import { startContent } from '../changes/transfer/content/apply.ts';
import { planContent } from '../changes/transfer/content/plan.ts';
import { startCopy } from '../changes/transfer/copy/apply.ts';
import { planCopy } from '../changes/transfer/copy/plan.ts';
import { inspectFile } from '../changes/transfer/image-file/inspect.ts';
import { defaultFolder } from '../changes/transfer/image-file/path.ts';
import { startLoad } from '../changes/transfer/load/apply.ts';
import { planLoad } from '../changes/transfer/load/plan.ts';
import { startSave } from '../changes/transfer/save/apply.ts';
import { planSave } from '../changes/transfer/save/plan.ts';
import { implementation, never } from './base.ts';
import { describe } from './files.ts';

const { copy, save, load, content, file } = implementation.transfer;

export const transfer = {
  copy: {
    plan: copy.plan.handler(({ input: { source, images, target, ...wanted }, context, signal = never() }) =>
      planCopy(context, { source: { ...source, ...wanted }, images, target }, signal),
    ),
    start: copy.start.handler(({ input, context }) => ({ runId: startCopy(context, input) })),
  },
  save: {
    plan: save.plan.handler(({ input, context, signal }) => planSave(context, input, signal)),
    start: save.start.handler(async ({ input, context }) => ({ runId: await startSave(context, input) })),
  },
  load: {
    plan: load.plan.handler(({ input: { path, image, target }, context, signal = never() }) =>
      planLoad(context, { path, digest: image, target }, signal),
    ),
    start: load.start.handler(({ input, context }) => ({ runId: startLoad(context, input) })),
  },
  content: {
    plan: content.plan.handler(({ input, context, signal }) =>
      planContent(context, input, (digest) => describe(context, { ...input, digest }, signal)),
    ),
    start: content.start.handler(async ({ input, context }) => ({ runId: await startContent(context, input) })),
  },
  file: {
    folder: file.folder.handler(async ({ context }) => ({ folder: await defaultFolder(), canChoose: context.chooseFile !== undefined })),
    choose: file.choose.handler(async ({ input: { what, path }, context }) => {
      const chosen = await context.chooseFile?.(what, path);
      if (chosen !== undefined && what === 'save') context.chosenFiles.add(chosen);
      return { path: chosen ?? null };
    }),
    receive: file.receive.handler(async ({ input: { name, size }, context }) => ({ id: await context.dropped.begin(name, size) })),
    append: file.append.handler(async ({ input: { id, bytes }, context }) => ({
      path: await context.dropped.append(id, Buffer.from(bytes, 'base64')),
    })),
    inspect: file.inspect.handler(({ input: { path }, context, signal = never() }) => inspectFile(context.openFiles, path, signal)),
  },
};
