/** cacache, read when something is kept: with the packages that it brings it was a twentieth of each start. */
export const loadCacache = async () => (await import('cacache')).default;
