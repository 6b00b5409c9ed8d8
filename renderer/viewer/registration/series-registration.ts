import type { SeriesFrame } from '../../../shared/dicom/sort-frames.ts';
import { DisposerBag } from '../../../shared/lib/disposable.ts';
import { isUpright } from '../../../shared/registration/even-volume.ts';
import { likenessFor } from '../../../shared/registration/pairing.ts';
import type { LikenessKind } from '../../../shared/registration/likeness.ts';
import type { ComputedRegistration, RegistrationRefusal } from '../../../shared/registration/register.ts';
import { planVolume } from '../../../shared/volume/plan-volume.ts';
import type { VolumePlan } from '../../../shared/volume/plan-volume.ts';
import type { ImageSource } from '../image-source.ts';
import { VolumeLoader } from '../reformat/volume-loader.ts';
import type { FromRegistration, RegistrationPort, Side, ToRegistration } from './registration-messages.ts';
import { startRegistrationWorker } from './start-registration-worker.ts';

/** Slices of two series that are loaded, and a search of seconds: longer than this nobody waits for it. */
const MOST_MS = 120_000;
/** Of the work, until all slices are there. */
const LOADING_SHARE = 0.6;

const REFUSED: Readonly<Record<RegistrationRefusal, string>> = {
  'too-little': 'There is too little of a body in one of the series.',
  'no-overlap': 'The series show too little of the same part of the body.',
  'not-alike': 'The series do not look like the same body.',
  'not-sure': 'Four fits on parts of the pictures differ by more than 5 mm.',
  turned: 'The best fit turns the patient by more than 30°, which is not believed.',
};

const NOT_SEARCHED = 'Only CT, MR and PET are registered here.';

export type RegistrationEnd =
  | { readonly ok: true; readonly result: Extract<ComputedRegistration, { ok: true }> }
  | { readonly ok: false; readonly words: string };

export interface RegistrationHopes {
  readonly source: ImageSource;
  readonly fixed: readonly SeriesFrame[];
  readonly moving: readonly SeriesFrame[];
  /** Of the work, 0 to 1. */
  readonly told: (done: number) => void;
  /** Once; not after it was disposed of. */
  readonly ended: (end: RegistrationEnd) => void;
}

type Planned = Extract<VolumePlan, { ok: true }>;

/** Loads two series and finds the one in the other, in a worker that goes with it. */
export class SeriesRegistration {
  readonly #hopes: RegistrationHopes;
  readonly #bag = new DisposerBag();
  readonly #loaders: VolumeLoader[] = [];
  #port: RegistrationPort | null = null;
  #asked = false;
  #ended = false;

  constructor(hopes: RegistrationHopes, start: () => RegistrationPort = startRegistrationWorker) {
    this.#hopes = hopes;
    const [fixed, moving] = [planVolume(hopes.fixed), planVolume(hopes.moving)];
    const kind = likenessFor(modalityOf(hopes.fixed), modalityOf(hopes.moving));
    const odd = refusalOf(fixed) ?? refusalOf(moving) ?? (kind === null ? NOT_SEARCHED : null);
    if (odd !== null || kind === null || !fixed.ok || !moving.ok) {
      // Whoever began it has to know it first.
      queueMicrotask(() => this.#end({ ok: false, words: odd ?? '' }));
      return;
    }
    const port = start();
    this.#port = port;
    this.#bag.add(() => port.end());
    port.onAnswer((answer) => this.#hear(answer));
    port.onDead(() => this.#end({ ok: false, words: 'The search ended by itself.' }));
    const timer = setTimeout(() => this.#end({ ok: false, words: 'It took longer than two minutes.' }), MOST_MS);
    this.#bag.add(() => clearTimeout(timer));
    this.#load('fixed', fixed);
    this.#load('moving', moving);
    this.#look(fixed, moving, kind);
    this.#bag.add(hopes.source.onLoaded(() => this.#look(fixed, moving, kind)));
    this.#bag.add(hopes.source.onFailed(() => queueMicrotask(() => this.#look(fixed, moving, kind))));
  }

  dispose(): void {
    this.#ended = true;
    this.#bag.dispose();
  }

  #load(side: Side, plan: Planned): void {
    this.#post({ t: 'volume', side, grid: plan.grid });
    const loader = new VolumeLoader(
      this.#hopes.source,
      plan.frames,
      Math.floor(plan.frames.length / 2),
      (at, { pixels }) => this.#post({ t: 'slice', side, at, data: pixels }),
      () => this.#end({ ok: false, words: 'A slice could not be loaded: without it places would be guessed.' }),
    );
    this.#loaders.push(loader);
    this.#bag.add(() => loader.dispose());
  }

  /** Begins once all slices are there. */
  #look(fixed: Planned, moving: Planned, kind: LikenessKind): void {
    if (this.#asked || this.#ended) return;
    const here = this.#loaders.reduce((sum, loader) => sum + loader.here, 0);
    const all = fixed.frames.length + moving.frames.length;
    this.#hopes.told((LOADING_SHARE * here) / all);
    if (here < all) return;
    this.#asked = true;
    const voxel = Math.max(...[fixed, moving].flatMap(({ grid }) => [...grid.spacing, grid.regularStep ?? 5]));
    this.#post({ t: 'register', kind, voxel });
  }

  #hear(answer: FromRegistration): void {
    if (this.#ended) return;
    if (answer.t === 'progress') this.#hopes.told(LOADING_SHARE + (1 - LOADING_SHARE) * answer.done);
    else if (answer.t === 'failed') this.#end({ ok: false, words: 'The search failed.' });
    else if (answer.result.ok) this.#end({ ok: true, result: answer.result });
    else this.#end({ ok: false, words: REFUSED[answer.result.why] });
  }

  #end(end: RegistrationEnd): void {
    if (this.#ended) return;
    this.dispose();
    this.#hopes.ended(end);
  }

  #post(message: ToRegistration): void {
    this.#port?.postMessage(message);
  }
}

function refusalOf(plan: VolumePlan): string | null {
  if (!plan.ok) return `One of the series is no volume: ${plan.words}.`;
  return isUpright(plan.grid) ? null : 'The slices of one series lean (gantry tilt): that is not registered here.';
}

function modalityOf([first]: readonly SeriesFrame[]): string | null {
  return first?.image.modality ?? null;
}
