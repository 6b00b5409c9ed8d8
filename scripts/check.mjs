import { runCommand } from './lib/failure.mjs';
import { addUp, lastLine } from './lib/counts.mjs';
import { runSourceChecks, runTests } from './lib/steps.mjs';
import { setUp } from './setup/setup.mjs';

/** `npm run check`: format, lint, architecture, types and unit tests. */
await runCommand(async () => {
  await setUp();
  const checks = await runSourceChecks();
  const total = addUp([...checks, await runTests('unit')]);
  process.stdout.write(`${lastLine(total)}\n`);
  return total.failed === 0 ? 0 : 1;
});
