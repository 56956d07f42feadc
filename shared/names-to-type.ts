import type { UndoPlan } from './contract/history.ts';

/** What has to be typed before something is undone, in the order in which a person types it. Pure. */
export const namesToType = ({ protected: tags, production }: UndoPlan['toType']): string[] => [
  ...tags,
  ...(production === undefined ? [] : [production]),
];
