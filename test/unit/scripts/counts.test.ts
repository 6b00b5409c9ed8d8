import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addUp, countReport, lastLine, oneCheck } from '../../../scripts/lib/counts.mjs';

const report = (...files: readonly { status: string; tests: readonly string[] }[]): string =>
  JSON.stringify({
    testResults: files.map(({ status, tests }) => ({
      status,
      assertionResults: tests.map((one) => ({ status: one })),
    })),
  });

describe('the counts of a run', () => {
  it('count each test of a report by its end', () => {
    const text = report(
      { status: 'passed', tests: ['passed', 'passed', 'skipped'] },
      { status: 'failed', tests: ['failed', 'passed', 'todo', 'pending'] },
    );
    expect(countReport(text, 1)).toEqual({ passed: 3, failed: 1, skipped: 3 });
  });

  it('count a file that failed without a failing test as one failure', () => {
    expect(countReport(report({ status: 'failed', tests: [] }), 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(countReport(report({ status: 'failed', tests: ['passed'] }), 1)).toEqual({
      passed: 1,
      failed: 1,
      skipped: 0,
    });
  });

  it('count a failure where the run ended badly and every test passed', () => {
    expect(countReport(report({ status: 'passed', tests: ['passed'] }), 1)).toEqual({
      passed: 1,
      failed: 1,
      skipped: 0,
    });
  });

  it('count a failure where the report is missing after a bad end, or cut short', () => {
    expect(countReport(undefined, 137)).toEqual(oneCheck(false));
    expect(countReport('{"testResults": [', 0)).toEqual(oneCheck(false));
    expect(countReport('{}', 0)).toEqual(oneCheck(false));
  });

  it('never lose a failure in a sum', () => {
    const counts = fc.record({ passed: fc.nat(99), failed: fc.nat(99), skipped: fc.nat(99) });
    fc.assert(
      fc.property(fc.array(counts), (all) => {
        expect(addUp(all).failed).toBe(all.reduce((sum, one) => sum + one.failed, 0));
      }),
    );
  });

  it('end in the line that CI reads', () => {
    expect(lastLine(addUp([oneCheck(true), oneCheck(false), { passed: 3, failed: 0, skipped: 2 }]))).toBe(
      '4 passed, 1 failed, 2 skipped',
    );
  });
});
