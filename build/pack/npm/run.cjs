'use strict';

import('../out/main/cli.js').catch((error) => {
  console.error(`Longshore could not start: ${error.message}`);
  process.exitCode = 1;
});
