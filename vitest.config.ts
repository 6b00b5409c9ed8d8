import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

const MINUTE = 60_000;
/** Of a unit test, which takes a second at most: the rest is for a machine that does other things too. */
const UNIT_TIMEOUT = 20_000;
/** How long a test waits for what it polls. The second that is usual is too short on a machine with other work; one that passes does not wait. */
const PATIENT = { poll: { timeout: 30_000 } };
const UNIT_PATIENT = { poll: { timeout: 10_000 } };
/** Builds the program once for each protection that is taken out: part of `npm run test:long`. */
const ONLY_LONG = process.env['NIGHTJAR_LONG'] === undefined ? ['test/faults/closed/each-protection.e2e.test.ts'] : [];
/** Tests of the window whose first line asks for a page: they change it, so that each file has one of its own. */
const WITH_PAGE = readdirSync(path.join(import.meta.dirname, 'test/unit/renderer'), {
  recursive: true,
  encoding: 'utf8',
})
  .map((name) => `test/unit/renderer/${name.replaceAll('\\', '/')}`)
  .filter((file) => /\.test\.tsx?$/.test(file))
  .filter((file) => readFileSync(path.join(import.meta.dirname, file), 'utf8').includes('@vitest-environment jsdom'));

export default defineConfig({
  test: {
    // Two cores are the machine this is sized for; more would only fight over them.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}', 'test/arch/**/*.test.ts'],
          exclude: [...WITH_PAGE, 'test/arch/**/*.electron.test.ts', '**/node_modules/**'],
          // Modules have no state of their own (a rule of the house), so that files may share them: twice as fast.
          isolate: false,
          testTimeout: UNIT_TIMEOUT,
          expect: UNIT_PATIENT,
        },
      },
      {
        test: {
          name: 'unit-window',
          include: WITH_PAGE,
          setupFiles: ['test/helpers/patient-window.ts'],
          testTimeout: UNIT_TIMEOUT,
          expect: UNIT_PATIENT,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.{ts,tsx}', 'test/faults/**/*.test.ts'],
          exclude: ['test/faults/**/*.e2e.test.ts', '**/node_modules/**'],
          globalSetup: ['test/helpers/programs-folder.ts'],
          // As for unit tests: two fifths of the processor time less, together with the bundled processes of that set-up.
          isolate: false,
          testTimeout: 2 * MINUTE,
          expect: PATIENT,
          hookTimeout: 2 * MINUTE,
        },
      },
      {
        test: {
          name: 'e2e',
          exclude: [...ONLY_LONG, '**/node_modules/**'],
          include: ['test/e2e/**/*.test.ts', 'test/faults/**/*.e2e.test.ts', 'test/arch/**/*.electron.test.ts'],
          testTimeout: 5 * MINUTE,
          expect: PATIENT,
          hookTimeout: 2 * MINUTE,
          fileParallelism: false,
        },
      },
    ],
  },
});
