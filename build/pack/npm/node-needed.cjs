'use strict';
// In the syntax of 2009, as what requires it.

/**
 * Why this Node cannot run Longshore, as a line for a person; undefined where it can. Node 22.15 is the first of 22 with zstd in node:zlib and
 * getCACertificates in node:tls (node:sqlite is in 22.13), and 24 the next that is maintained: 23 got them in the middle of its short life.
 * @param {string} version as in `process.versions.node`
 * @returns {string | undefined}
 */
exports.lacking = function (version) {
  var parts = version.split('.');
  var major = Number(parts[0]);
  if (major >= 24 || (major === 22 && Number(parts[1]) >= 15)) return undefined;
  return 'Longshore needs Node 22.15 or newer, and not 23; this is ' + version + '. Get one at https://nodejs.org.';
};
