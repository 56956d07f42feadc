import { createContext } from 'react';
import { type TagColumn, tagColumns } from '../../../../shared/contract/settings.ts';

/** The columns beside that of the tags, in their order. */
export const ShownColumns = createContext<readonly TagColumn[]>(tagColumns);
