/** How many are shown. The others are in the palette and on the page of the registry. */
const MOST = 5;

/** A list that is seen as a whole needs none. */
const WORTH_FROM = 20;

/** Whether a registry of so many repositories shows the recent ones. */
export const isRecentWorthIt = (repositories: number): boolean => repositories > WORTH_FROM;

/** The recent repositories without those that are pinned, which are on top of the tree. */
export const recentShown = (recent: readonly string[], pinned: readonly string[]): readonly string[] =>
  recent.filter((name) => !pinned.includes(name)).slice(0, MOST);
