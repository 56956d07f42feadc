import { fileUsers } from './file-users.ts';
import { knownLayers, layerSharing } from './layer-sharing.ts';
import { layerUsers } from './layer-users.ts';
import type { Steps } from './long-answers.ts';
import type { LongQuestion, Part } from './messages.ts';
import type { Rows } from './rows.ts';
import { findParts, suggestParts } from './search/answers.ts';
import { weighSelection } from './selection-weight.ts';
import { Storage } from './storage.ts';

/** The answer, step by step. */
export function stepsOf(rows: Rows, question: LongQuestion): Steps<Part> {
  switch (question.kind) {
    case 'storage':
      return new Storage(rows).read(question);
    case 'weigh':
      return weighSelection(rows, question);
    case 'layer-users':
      return layerUsers(rows, question);
    case 'known-layers':
      return knownLayers(rows, question);
    case 'layer-sharing':
      return layerSharing(rows, question);
    case 'file-users':
      return fileUsers(rows, question);
    case 'find':
      return findParts(rows, question);
    case 'suggest':
      return suggestParts(rows, question);
  }
}
