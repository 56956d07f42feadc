import { readContents } from '../layers/artifacts/contents.ts';
import { implementation } from './base.ts';

export const artifacts = {
  contents: implementation.artifacts.contents.handler(({ input: { connectionId, repository, digest }, context, signal }) =>
    readContents(context.clients.of(connectionId), repository, digest, signal),
  ),
};
