/** Characters of what files are filtered by. */
export const MOST_OF_FILE_FILTER = 1_000;
