'use strict';
// In the syntax of 2009, as what requires it.

/**
 * Why this Node cannot run Longshore, as a line for a person; undefined where it can. 22.19 is what undici states, which talks to registries. Before
 * 22.16 SQLite has no full-text search, before 22.15 zlib no zstd. 24 is the next that is maintained: 23 got these in the middle of its short life.
 * @param {string} version as in `process.versions.node`
 * @returns {string | undefined}
 */
exports.lacking = function (version) {
  var parts = version.split('.');
  var major = Number(parts[0]);
  if (major >= 24 || (major === 22 && Number(parts[1]) >= 19)) return undefined;
  return 'Longshore needs Node 22.19 or newer, and not 23; this is ' + version + '. Get one at https://nodejs.org.';
};
