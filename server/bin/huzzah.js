#!/usr/bin/env node
// The version is looked at before anything is imported that needs it.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 13)) {
  console.error(`huzzah: needs Node 22.13 or newer; this is ${process.versions.node}`);
  process.exitCode = 1;
} else {
  const { run } = await import('../dist/cli/run.js');
  process.exitCode = await run(process.argv.slice(2));
}
