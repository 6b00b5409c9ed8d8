import { phasePace } from '../../../shared/rules/phase-pace.ts';
import type { PhaseRun } from '../../../shared/hanging/phases.ts';
import { EMPTY_GLASS } from '../../viewer/index.ts';
import type { FrameRef } from '../../viewer/index.ts';
import { cinePace } from '../cine.ts';
import type { CinePace, Playable } from '../cine.ts';
import type { PhaseDesk } from './phase-desk.ts';
import { goToPhase, refAt, standsAt } from './step-phase.ts';
import type { StandsAt } from './step-phase.ts';

/** Plays the pictures of the active viewport one after the other: where all of them are phases of one place, by their own times. */
export function playStack(desk: PhaseDesk): void {
  const handle = desk.active;
  if (handle) desk.cine.play(handle, (played) => stackPace(desk, handle.id, played));
}

/** Plays the phases of the place that the active viewport shows, or stops. Who scrolls meanwhile goes on at the new place. */
export function toggleCinePhases(desk: PhaseDesk): void {
  if (desk.cine.playsPhases) return desk.setCine(false);
  const viewportId = desk.stores.layout.getState().active;
  const stands = standsAt(desk, viewportId);
  if (typeof stands === 'string') return desk.say('No phases to play', stands);
  const refs = refsOf(stands);
  if (refs.length < 2) return desk.say('No phases to play', 'The other images of this place are of another kind.');
  for (const ref of refs) void desk.engine.source.prefetch(ref, 'near');
  const phases = new PhasesAsStack(desk, viewportId);
  desk.cine.play(phases, () => phases.pace, true);
  desk.stores.runtime.setState({ cine: desk.cine.playing });
}

function stackPace(desk: PhaseDesk, viewportId: string, handle: Playable): CinePace {
  const stands = handle.truth.image?.frameCourse ? null : standsAt(desk, viewportId);
  if (!stands || typeof stands === 'string' || !isWholeStack(stands)) return cinePace(handle);
  const { seconds, from } = runOf(stands);
  return seconds ? phasePace(seconds, stands.found.here - from) : cinePace(handle);
}

/** The pictures of the stack are the phases of one place, in the same order. */
function isWholeStack(stands: StandsAt): boolean {
  const { stack } = stands.handle;
  const refs = refsOf(stands);
  const isSame = (ref: FrameRef, at: number): boolean =>
    ref.objectId === stack[at]?.objectId && ref.frame === stack[at].frame;
  return refs.length === stack.length && refs.every(isSame);
}

function runOf({ found }: StandsAt): PhaseRun {
  return found.phases[found.here]?.run ?? { from: found.here, count: 0, seconds: null };
}

function refsOf(stands: StandsAt): readonly FrameRef[] {
  const { from, count } = runOf(stands);
  return Array.from({ length: count }, (_unused, at) => refAt(stands.series, stands.found, from + at) ?? []).flat();
}

/** The phases of one place as what is played; asked anew at each step, as the place may be another one. */
class PhasesAsStack implements Playable {
  readonly #desk: PhaseDesk;
  readonly #viewportId: string;

  constructor(desk: PhaseDesk, viewportId: string) {
    this.#desk = desk;
    this.#viewportId = viewportId;
  }

  /** Empty where the place has no phases any more. */
  get stack(): readonly FrameRef[] {
    const stands = this.#stands;
    return stands ? refsOf(stands) : [];
  }

  get target(): number {
    const stands = this.#stands;
    return stands ? stands.found.here - runOf(stands).from : 0;
  }

  get truth(): Playable['truth'] {
    return this.#desk.handle(this.#viewportId)?.truth ?? EMPTY_GLASS;
  }

  get pace(): CinePace {
    const stands = this.#stands;
    return phasePace(stands ? runOf(stands).seconds : null, this.target);
  }

  scrollTo(at: number): void {
    const stands = this.#stands;
    if (stands) goToPhase(this.#desk, this.#viewportId, stands, runOf(stands).from + at);
  }

  get #stands(): StandsAt | null {
    const stands = standsAt(this.#desk, this.#viewportId);
    return typeof stands === 'string' ? null : stands;
  }
}
