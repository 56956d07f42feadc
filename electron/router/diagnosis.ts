import { diagnose } from '../connections/diagnosis/diagnose.ts';
import { targetOf } from '../connections/diagnosis/target.ts';
import { implementation } from './base.ts';

export const diagnosis = {
  run: implementation.diagnosis.run.handler(async function* ({ input, context, signal }) {
    const { id, form, repository, deletes } = input;
    yield* diagnose(await targetOf(context, { id, form }, signal), { repository, deletes }, signal);
  }),
};
