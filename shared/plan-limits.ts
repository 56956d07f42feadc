/** Bytes of the longest plan that is read: about 100,000 tags. */
export const MOST_OF_PLAN_FILE = 64 * 1024 * 1024;

/** Characters of the longest plan that the window reads; the command line reads longer ones. */
export const MOST_OF_SHOWN_PLAN = 8 * 1024 * 1024;
