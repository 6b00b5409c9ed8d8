import { annotation } from '@cornerstonejs/tools';
import { vi } from 'vitest';
import { FrameClient } from '../../../../renderer/client/index.ts';
import { objectsOf } from '../../../../renderer/objects/index.ts';
import { DeskSession } from '../../../../renderer/reading/desk-session.ts';
import { fromImageId, ViewportHandle } from '../../../../renderer/viewer/index.ts';
import { ReformatCore } from '../../../../renderer/viewer/reformat/reformat-core.ts';
import type { ToReformat } from '../../../../renderer/viewer/reformat/reformat-messages.ts';
import type { ToStation } from '../../../../shared/contract/frames.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { ObjectId } from '../../../../shared/model/ids.ts';
import { FakeStation } from './fake-station.ts';
import { act } from './glass-acts.ts';
import { answersOf, LEAST_GREY, measurementsOf, numberOf, OBJECTS, ofObject, SIDE, STUDIES, studyOfGrey } from './glass-case.ts'; // prettier-ignore
import { studyOfObject, studySaid } from './glass-objects.ts';
import { ofThisPage } from './page-port.ts';
import { greyOn } from './plain-canvas.ts';
import type { Animation } from './plain-canvas.ts';

/** Longer than anything of the desk waits before it asks. */
const REST_MS = 300;

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/**
 * A desk with the real session, viewports, picture source and frame port, and a station whose answers and frames come
 * when the test says so, in any order. It never hears of a cancel: what was asked once arrives, however late.
 */
export class GlassRoom {
  readonly session: DeskSession;
  readonly #animation: Animation;
  readonly #waiting: (() => void)[] = [];
  readonly #ports = new MessageChannel();
  readonly #handles: ViewportHandle[] = [];
  #last: number | null = null;

  constructor(animation: Animation) {
    this.#animation = animation;
    this.#ports.port2.onmessage = ({ data }: MessageEvent<ToStation>) => {
      if (data.t === 'get') this.#waiting.push(() => this.#answerFrame(data));
    };
    const later = <T>(answer: () => T): Promise<T> => this.#later(answer);
    const station = new FakeStation({
      ...answersOf(later),
      'study.open': ({ studyId }) =>
        this.#later(() => {
          const study = STUDIES[numberOf(studyId)];
          if (!study) throw new AppError('archive/unknown-study', 'not there');
          return study;
        }),
      'reading.load': ({ studyId }) =>
        this.#later(() => ({ measurements: measurementsOf(numberOf(studyId)), desk: null })),
      'reading.seen': () => this.#later(() => ({ objects: [], aside: [] })),
      'reading.saveSeen': () => this.#later(() => ({ savedAt: '2026-01-01T00:00:00.000Z' })),
      'reading.saveDesk': () => ({ savedAt: '2026-01-01T00:00:00.000Z' }),
    });
    vi.stubGlobal('Worker', planeWorker(this.#waiting));
    const frames = new FrameClient(() => Promise.resolve(ofThisPage(this.#ports.port1)));
    this.session = new DeskSession({ frames, call: station.call, failed: () => undefined });
  }

  /** Of the case that was asked for last. */
  get last(): number | null {
    return this.#last;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  open(number: number): Promise<void> {
    const study = STUDIES[number];
    if (!study) throw new AppError('archive/unknown-study', 'not there');
    this.#last = number;
    return this.session.open(study.study.studyId);
  }

  /** One of what waits is answered. */
  answer(which: number): void {
    if (this.#waiting.length > 0) this.#waiting.splice(which % this.#waiting.length, 1)[0]?.();
  }

  scroll(by: number): void {
    const handle = this.session.handles[Math.abs(by) % Math.max(1, this.session.handles.length)];
    handle?.scrollTo(handle.target + by);
  }

  /** The reader does something to what is on the desk. */
  act(which: number): void {
    act(this.session, which, 1 + (this.#last ?? 0));
  }

  /** A while without a key or a press. */
  rest(): void {
    vi.advanceTimersByTime(REST_MS);
  }

  /** Everything that a case can show beside its pictures, once more and answered. */
  async askForAll(): Promise<void> {
    const { mpr, lesions, objects, stores } = this.session;
    mpr.leave();
    void lesions.load();
    const open = stores.open.getState();
    const contours = open.status === 'open' ? open.current.series.flatMap(objectsOf).at(-1)?.objectId : undefined;
    if (contours) {
      await Promise.all([objects.read(contours), this.drain()]);
      if (objects.store.getState().drawn.size === 0) objects.toggleAll(contours);
    }
    this.rest();
    await this.drain();
  }

  /** The viewports of the layout come and go with it, as the page does it. */
  mount(): void {
    const { cells } = this.session.stores.layout.getState();
    const here = new Set(this.#handles.map(({ id }) => id));
    for (const gone of this.#handles.filter(({ id }) => !cells.includes(id))) {
      this.session.attach(gone.id, null);
      gone.dispose();
      this.#handles.splice(this.#handles.indexOf(gone), 1);
    }
    for (const id of cells.filter((cell) => !here.has(cell))) {
      const element = document.createElement('div');
      Object.defineProperties(element, { clientWidth: { value: 64 }, clientHeight: { value: 64 } });
      document.body.append(element);
      const handle = new ViewportHandle(this.session.engine, id, element);
      this.#handles.push(handle);
      this.session.attach(id, handle);
    }
  }

  /** Lets promises, port messages and a frame of animation happen. */
  async turn(): Promise<void> {
    await turn();
    this.mount();
    this.#animation.step();
    await turn();
  }

  async drain(): Promise<void> {
    for (let quiet = 0; quiet < 4; quiet = this.#waiting.length === 0 ? quiet + 1 : 0) {
      while (this.#waiting.length > 0) this.answer(0);
      await this.turn();
    }
  }

  /** Every study of which something is on the screen, with where. More than one case among them is a wrong picture. */
  seen(): readonly { readonly what: string; readonly study: number }[] {
    const { open, composition, saved, tools } = this.session.stores;
    const now = open.getState();
    const banner = now.status === 'open' ? [now.current, ...now.priors] : [];
    const cells = Object.values(composition.getState().cells).flatMap((cell) => (cell ? [cell.studyId] : []));
    const drawn = annotation.state.getAllAnnotations().map(({ metadata }) => metadata?.referencedImageId ?? '');
    const { measurements } = saved.getState();
    const { calcium, calibration } = tools.getState();
    const counted = calcium?.ok === true ? calcium.masks : [];
    return [
      ...banner.map(({ study }) => ({ what: 'banner', study: numberOf(study.studyId) })),
      ...cells.map((studyId) => ({ what: 'composition', study: numberOf(studyId) })),
      ...measurements.map(({ studyId }) => ({ what: 'measurement', study: numberOf(studyId) })),
      ...measurements.flatMap(({ result }) => studySaid(result.basis).map((study) => ({ what: 'value', study }))),
      ...counted.map((mask) => ({ what: 'calcium', study: ofObject(mask.objectId) })),
      ...(calibration === null ? [] : [{ what: 'factor', study: calibration - 1 }]),
      ...drawn.flatMap((imageId) => this.#ofPicture('drawing', fromImageId(imageId)?.objectId)),
      ...this.#beside(),
      ...this.#handles.flatMap((handle) => this.#onGlass(handle)),
    ];
  }

  /** What stands beside the pictures: lesions, marks, objects, what is asked for. */
  #beside(): readonly { readonly what: string; readonly study: number }[] {
    const { marks, objects, lesions, stores } = this.session;
    const { ledger, asked } = lesions.store.getState();
    const { keys, views } = marks.store.getState();
    const { read, opened } = objects.store.getState();
    const { describing, calibrating } = stores.tools.getState();
    const kept = stores.saved.getState().measurements;
    const asking = [describing, calibrating].flatMap((id) => (id === null ? [] : [id]));
    const ofObject = (id: ObjectId): number => studyOfObject(id, STUDIES.length);
    return [
      ...(ledger?.points ?? []).flatMap(({ studies }) =>
        studies.map(({ studyId }) => ({ what: 'lesion', study: numberOf(studyId) })),
      ),
      ...(asked === null ? [] : [{ what: 'question', study: numberOf(asked.studyId) }]),
      ...asking.map((id) => {
        const one = kept.find((each) => each.measurementId === id);
        return { what: 'question', study: one ? numberOf(one.studyId) : -1 };
      }),
      ...keys.map(({ studyId }) => ({ what: 'key image', study: numberOf(studyId) })),
      ...views.map((view) => ({ what: 'view', study: ofObject(view.objectId) })),
      ...[...Object.keys(read), ...(opened === null ? [] : [opened])].map((id) => ({
        what: 'object',
        study: ofObject(ObjectId.parse(id)),
      })),
    ];
  }

  #onGlass({ canvas, truth, element }: ViewportHandle): readonly { readonly what: string; readonly study: number }[] {
    const grey = greyOn(canvas);
    const fused = [...element.querySelectorAll<HTMLCanvasElement>('[data-pane="fused"]')].map((pane) => pane.width === 0 ? null : greyOn(pane)); // prettier-ignore
    const layers = [...element.querySelectorAll<HTMLElement>('[data-layers]')].map(({ dataset }) => dataset['layers']);
    return [
      // A plane of a volume is black where no slice has come yet.
      ...(grey === null || (grey < LEAST_GREY && this.session.mpr.on) ? [] : [{ what: 'pixels', study: studyOfGrey(grey) }]), // prettier-ignore
      ...fused.flatMap((one) =>
        one === null || one < LEAST_GREY ? [] : [{ what: 'overlay', study: studyOfGrey(one) }],
      ),
      ...(truth.ref === null ? [] : this.#ofPicture('attributes', truth.ref.objectId)),
      ...layers.flatMap((words) => studySaid(words ?? '').map((study) => ({ what: 'layer', study }))),
    ];
  }

  /** Planes of the volume that stands now have names of their own; those of a former one are of nobody. */
  #ofPicture(what: string, id: ObjectId | undefined): readonly { readonly what: string; readonly study: number }[] {
    const { mpr } = this.session;
    return id !== undefined && (mpr.has(id) || mpr.guests.has(id)) ? [] : [{ what, study: ofObject(id) }];
  }

  /** Viewports whose attributes name another picture than the one that lies on their canvas. */
  liars(): readonly string[] {
    return this.#handles
      .filter(({ canvas, truth }) => {
        const said = truth.state === 'shown' && truth.ref ? OBJECTS.get(truth.ref.objectId)?.grey : undefined;
        return said !== undefined && greyOn(canvas) !== said;
      })
      .map(({ id, canvas, truth }) => `${id} says ${truth.ref?.objectId} and shows grey ${greyOn(canvas)}`);
  }

  get shown(): number {
    return this.#handles.filter(({ truth }) => truth.state === 'shown').length;
  }

  get late(): number {
    return this.session.engine.source.late;
  }

  dispose(): void {
    for (const handle of this.#handles) {
      this.session.attach(handle.id, null);
      handle.dispose();
    }
    this.session.dispose();
    this.#ports.port1.close();
    this.#ports.port2.close();
    document.body.replaceChildren();
  }

  #later<T>(answer: () => T): Promise<T> {
    return new Promise((resolve) => void this.#waiting.push(() => resolve(answer())));
  }

  #answerFrame({ id, objectId: wanted, frame, token }: Extract<ToStation, { t: 'get' }>): void {
    const grey = OBJECTS.get(wanted)?.grey ?? 0;
    const header = {
      ...{ objectId: wanted, frame, rows: SIDE, columns: SIDE, samples: 1, type: 'uint8' as const },
      ...{ photometric: 'MONOCHROME2', min: grey, max: grey },
    };
    const data = new Uint8Array(SIDE * SIDE).fill(grey);
    this.#ports.port2.postMessage({ t: 'frame', id, header, data, ...(token === undefined ? {} : { token }) });
  }
}

/** The worker of reformats in this thread; its planes come when the test says so. */
function planeWorker(waiting: (() => void)[]) {
  return class {
    onmessage: ((event: { readonly data: unknown }) => void) | null = null;
    readonly #core = new ReformatCore();
    postMessage(message: ToReformat): void {
      const data = this.#core.take(message);
      if (data) waiting.push(() => this.onmessage?.({ data }));
    }
    terminate(): void {
      // What it has worked out is on its way and arrives, however late.
    }
  };
}
