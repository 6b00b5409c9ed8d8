import { EvenBuilder } from '../../../shared/registration/even-volume.ts';
import type { LikenessKind } from '../../../shared/registration/likeness.ts';
import { FINEST_MM, register } from '../../../shared/registration/register.ts';
import { rangeOf } from '../../../shared/registration/samples.ts';
import type { FromRegistration, Side, ToRegistration } from './registration-messages.ts';

/** What the worker holds and does: two volumes, averaged as their slices come, and one search. */
export class RegistrationCore {
  readonly #builders = new Map<Side, EvenBuilder>();
  readonly #answer: (answer: FromRegistration) => void;

  constructor(answer: (answer: FromRegistration) => void) {
    this.#answer = answer;
  }

  take(message: ToRegistration): void {
    if (message.t === 'volume') this.#builders.set(message.side, new EvenBuilder(message.grid, FINEST_MM));
    else if (message.t === 'slice') this.#builders.get(message.side)?.add(message.at, message.data);
    else this.#register(message.kind, message.voxel);
  }

  #register(kind: LikenessKind, voxel: number): void {
    const [fixed, moving] = [this.#builders.get('fixed')?.finish(), this.#builders.get('moving')?.finish()];
    if (!fixed || !moving) return this.#answer({ t: 'failed' });
    const ranges = { fixed: rangeOf(fixed, kind), moving: rangeOf(moving, kind) };
    const result = register({ fixed, moving, kind, ranges, voxel }, (done) => this.#answer({ t: 'progress', done }));
    this.#answer({ t: 'result', result });
  }
}
