// Loader inside the test runtime, which has no default application: opens the project folder given as first argument, the
// way plain Electron does. Awaited at top level, so that the program runs before Electron is ready.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const given = process.argv.slice(1).find((argument, at, all) => !argument.startsWith('-') && all[at - 1] !== '-r');
if (given === undefined) {
  process.stderr.write('The test runtime needs the folder of the program as its first argument.\n');
  app.exit(2);
} else {
  const folder = path.resolve(given);
  const described = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  app.setName(described.productName ?? described.name);
  if (described.version) app.setVersion(described.version);
  app.setAppPath(folder);
  await import(pathToFileURL(path.join(folder, described.main)).href);
}
