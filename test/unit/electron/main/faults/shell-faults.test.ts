import { describe, expect, it, vi } from 'vitest';
import { ShellFaults } from '../../../../../electron/main/faults/shell-faults.ts';
import { AppError } from '../../../../../shared/errors/app-error.ts';
import type { ShellFault } from '../../../../../electron/station/shell/protocol.ts';

const PATIENT = 'DOE^JANE';

/** A program, as far as its faults go. */
function program() {
  const lines: string[] = [];
  const logged: ShellFault[] = [];
  const acts: string[] = [];
  let now = 0;
  const faults = new ShellFaults({ print: (line) => lines.push(line), stop: () => acts.push('stop') }, () => now);
  return {
    faults,
    lines,
    logged,
    acts,
    pass: (ms: number) => {
      now += ms;
    },
    opens: (over: { readonly log?: () => void } = {}) =>
      faults.reads({
        log: over.log ?? ((fault) => logged.push(fault)),
        tell: () => acts.push('tell'),
        endInOrder: () => acts.push('end'),
      }),
  };
}

describe('what nobody caught in the shell', () => {
  it('is logged by class, code and place, without its words, and told; the program goes on', () => {
    const { faults, opens, logged, acts, lines } = program();
    opens();
    faults.take('exception', new TypeError(`${PATIENT} at x.mjs:1:1\n    at forged.mjs:9:9`));
    faults.take('rejection', Object.assign(new Error(PATIENT), { code: 'ENOSPC' }));
    faults.take('rejection', new AppError('disk/full', PATIENT, { context: {} }));
    faults.take('rejection', PATIENT);
    expect(acts).toEqual(['tell', 'tell', 'tell', 'tell']);
    expect(logged.map(({ kind, name, code }) => [kind, name, code])).toEqual([
      ['exception', 'TypeError', 'internal/bug'],
      ['rejection', 'Error', 'ENOSPC'],
      ['rejection', 'AppError', 'disk/full'],
      ['rejection', 'unknown', 'internal/bug'],
    ]);
    expect(logged[0]?.at).toMatch(/^shell-faults\.test\.ts:\d+:\d+$/);
    expect(JSON.stringify([logged, lines])).not.toContain(PATIENT);
  });

  it('an error whose words are in its class, code or frames says nothing of them', () => {
    const { faults, opens, logged } = program();
    opens();
    const error = Object.assign(new Error('x'), { name: `${PATIENT} !`, code: PATIENT, stack: PATIENT });
    faults.take('exception', error);
    expect(logged).toEqual([{ kind: 'exception', name: 'unknown', code: 'internal/bug', at: '' }]);
  });

  it('ends the program before it has a window', () => {
    const { faults, acts } = program();
    faults.take('exception', new Error('no screen'));
    expect(acts).toEqual(['stop']);
  });

  it('again and again within a minute: ends it in order, once, and by force where no order is left', () => {
    vi.useFakeTimers();
    const { faults, opens, acts, pass, logged } = program();
    opens();
    for (let at = 0; at < 5; at += 1) faults.take('exception', new Error('again'));
    expect(acts).toEqual(['tell', 'tell', 'tell', 'tell', 'tell']);
    for (let at = 0; at < 3; at += 1) faults.take('exception', new Error('again'));
    expect(acts.slice(5)).toEqual(['end']);
    expect(logged).toHaveLength(8);
    pass(40_000);
    vi.advanceTimersByTime(40_000);
    expect(acts.at(-1)).toBe('stop');
    vi.useRealTimers();
  });

  it('now and then: never ends it', () => {
    const { faults, opens, acts, pass } = program();
    opens();
    for (let at = 0; at < 30; at += 1) {
      faults.take('rejection', new Error('now and then'));
      pass(20_000);
    }
    expect(new Set(acts)).toEqual(new Set(['tell']));
  });

  it('a fault that cannot be logged is told all the same', () => {
    const { faults, opens, acts } = program();
    const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    opens({
      log: () => {
        throw new Error(PATIENT);
      },
    });
    faults.take('exception', new Error('x'));
    expect(acts).toEqual(['tell']);
    expect(JSON.stringify(written.mock.calls)).not.toContain(PATIENT);
    written.mockRestore();
  });
});
