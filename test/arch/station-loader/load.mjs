// In the utility process: imports every bundle of the list, one after another, and reports those that do not load.
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { pathToFileURL } from 'node:url';

const { modules, workers } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const failures = [];

/** A worker's file expects a parent: it is loaded inside a worker thread. */
const loadInWorker = (file) =>
  new Promise((resolve, reject) => {
    const code = `import(${JSON.stringify(pathToFileURL(file).href)}).then(() => process.exit(0), (e) => { throw e; })`;
    new Worker(code, { eval: true }).once('error', reject).once('exit', resolve);
  });

for (const [files, load] of [
  [modules, (file) => import(pathToFileURL(file).href)],
  [workers, loadInWorker],
]) {
  for (const { source, bundle } of files) {
    try {
      await load(bundle);
    } catch (error) {
      failures.push(`${source}: ${error.message.split('\n')[0]}`);
    }
  }
}
const { node, electron } = process.versions;
process.parentPort.postMessage({ node, electron, loaded: modules.length + workers.length - failures.length, failures });
