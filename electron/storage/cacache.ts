/** cacache, read when something is kept: with the packages that it brings it would be a good part of each start. */
export const loadCacache = async () => (await import('cacache')).default;
