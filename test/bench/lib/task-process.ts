import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { BenchOptions, BenchTask } from '../contract.ts';

// Process of one task: `node task-process.ts TASK-FILE RESULT-FILE OPTIONS`. A task that throws ends it with code 1.

const [, , taskFile = '', resultFile = '', options = '{}'] = process.argv;
const task = (await import(pathToFileURL(taskFile).href)) as BenchTask;
const result = await task.run(JSON.parse(options) as BenchOptions);
writeFileSync(resultFile, JSON.stringify(result, null, 2));
// Sockets and processes that a task forgot must not hold up the next one.
process.exit(0);
