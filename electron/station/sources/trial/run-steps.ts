import type { CertificateFacts } from '../../../../shared/model/certificate.ts';
import { SourceStep } from '../../../../shared/model/source.ts';
import type { SourceStepResult } from '../../../../shared/model/source.ts';

/** What a step found. */
export interface Finding {
  readonly words: string;
  readonly state?: 'warning' | 'skipped' | 'failed';
  /** What to do, where there is something. */
  readonly next?: string;
  readonly certificate?: CertificateFacts;
}

/** What a step that failed says. */
export interface Failing {
  readonly words: string;
  readonly next: string;
  readonly certificate?: CertificateFacts;
}

export interface Trial {
  readonly steps: Readonly<Record<SourceStep, () => Promise<Finding>>>;
  /** Why a step failed, in words. */
  readonly explain: (step: SourceStep, error: unknown) => Promise<Failing>;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly signal: AbortSignal;
}

const NOT_TRIED = 'Not tried: the step before it failed.';

/** The steps of `SourceStep`, each as it ends; behind one that failed, or that was stopped, the others are not tried. */
export async function* runSteps({ steps, explain, now, signal }: Trial): AsyncGenerator<SourceStepResult> {
  let over: string | null = null;
  for (const step of SourceStep.options) {
    if (over !== null) {
      yield { step, state: 'skipped', words: over, next: null, ms: null };
      continue;
    }
    const begin = now();
    const ms = (): number => Math.round(now() - begin);
    try {
      const { words, state = 'ok', next = null, certificate } = await steps[step]();
      const shown = certificate === undefined ? {} : { certificate };
      yield { step, state, words, next, ms: state === 'skipped' ? null : ms(), ...shown };
      if (state === 'failed') over = NOT_TRIED;
    } catch (error) {
      over = signal.aborted ? 'Not tried: the test was stopped.' : NOT_TRIED;
      const took = ms();
      yield { step, state: 'failed', ...(await explain(step, error)), ms: took };
    }
  }
}
