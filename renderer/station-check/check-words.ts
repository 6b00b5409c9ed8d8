import type { CheckStepId, CheckStepState } from '../../shared/model/station-check.ts';

export const STATE_WORDS: Readonly<Record<CheckStepState, string>> = {
  ok: 'Right',
  warning: 'Look at this',
  failed: 'FAILED',
};

interface Meaning {
  /** For reading. */
  readonly means: string;
  readonly next: string;
}

/** What it means for reading when a part did not pass, and what to do. */
export const MEANINGS: Readonly<Record<CheckStepId, Meaning>> = {
  decoding: {
    means:
      'Pictures in the named transfer syntaxes may be wrong or missing here. Do not read such studies on this machine.',
    next: 'Install the program again and check once more; if it stays so, tell whoever looks after the station.',
  },
  grey: {
    means:
      'Greys on the glass are not those of the picture: contrast and detail may be lost. Do not read on this machine.',
    next: 'Choose "Always by the processor" in the settings, bring the graphics driver up to date, and check once more.',
  },
  geometry: {
    means: 'Sides or shapes on the glass may be wrong. Do not read on this machine.',
    next: 'Close other programs that change how the screen is drawn, start anew, and check once more.',
  },
  measurement: {
    means: 'Lengths, angles or values may be wrong. Do not measure on this machine.',
    next: 'Install the program again and check once more; if it stays so, tell whoever looks after the station.',
  },
  'frame-rate': {
    means: 'Every picture is right, and scrolling may stutter.',
    next: 'Close other programs; a graphics card with a current driver helps most.',
  },
  memory: {
    means: 'Every picture is right, and large cases may be fetched again while they are read.',
    next: 'Close other programs, or read large cases on a machine with more memory.',
  },
};
