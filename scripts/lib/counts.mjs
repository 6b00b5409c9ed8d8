/**
 * How a run went.
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/** @type {Readonly<Counts>} */
export const NOTHING = Object.freeze({ passed: 0, failed: 0, skipped: 0 });

/**
 * @param {readonly Counts[]} all
 * @returns {Counts}
 */
export function addUp(all) {
  return all.reduce(
    (sum, one) => ({
      passed: sum.passed + one.passed,
      failed: sum.failed + one.failed,
      skipped: sum.skipped + one.skipped,
    }),
    NOTHING,
  );
}

/**
 * Counts of a whole-or-nothing check.
 * @param {boolean} passed
 * @returns {Counts}
 */
export const oneCheck = (passed) => (passed ? { ...NOTHING, passed: 1 } : { ...NOTHING, failed: 1 });

/**
 * Counts of a vitest JSON report. A file that failed without naming a test (it did not load, a hook broke) counts as one
 * failure; so does a run that ended badly although every test passed.
 * @param {string | undefined} text the report; undefined: none was written
 * @param {number} exitCode of the run
 * @returns {Counts}
 */
export function countReport(text, exitCode) {
  if (text === undefined) return oneCheck(exitCode === 0);
  const report = parseReport(text);
  if (report === undefined) return oneCheck(false);
  const counts = addUp(report.testResults.map(countFile));
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function parseReport(text) {
  try {
    const report = JSON.parse(text);
    return Array.isArray(report.testResults) ? report : undefined;
  } catch {
    return undefined; // cut short: the run was killed while it wrote
  }
}

function countFile(file) {
  const tests = file.assertionResults ?? [];
  const having = (...states) => tests.filter((test) => states.includes(test.status)).length;
  const failed = having('failed');
  return {
    passed: having('passed'),
    failed: failed === 0 && file.status === 'failed' ? 1 : failed,
    skipped: having('pending', 'skipped', 'todo', 'disabled'),
  };
}

/**
 * The last line of a run, in the form that CI reads.
 * @param {Counts} counts
 */
export const lastLine = (counts) => `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
