#!/usr/bin/env node
'use strict';
// What npm links as `longshore`. It is in the syntax of 2009: a Node that is too old has to read it, to say so.

var lacking = require('./node-needed.cjs').lacking(process.versions.node);
if (lacking === undefined) require('./run.cjs');
else {
  console.error(lacking);
  process.exitCode = 1;
}
