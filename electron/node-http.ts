/**
 * `node:http`, without an import: that reads every name of the module, and for `WebSocket` and its like Node then loads an HTTP client of its own, which
 * was a tenth of each start.
 */
export const { createServer, STATUS_CODES } = process.getBuiltinModule('node:http');
