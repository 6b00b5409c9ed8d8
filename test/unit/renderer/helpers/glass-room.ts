import { annotation } from '@cornerstonejs/tools';
import { FrameClient } from '../../../../renderer/client/index.ts';
import { DeskSession } from '../../../../renderer/reading/desk-session.ts';
import { fromImageId, ViewportHandle } from '../../../../renderer/viewer/index.ts';
import type { ToStation } from '../../../../shared/contract/frames.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { MeasurementId } from '../../../../shared/model/ids.ts';
import type { ObjectId } from '../../../../shared/model/ids.ts';
import type { Measurement } from '../../../../shared/model/measurement.ts';
import type { PriorInfo, SeriesForReading, StudyForReading } from '../../../../shared/model/study.ts';
import { objectId, studyOf, volume } from '../../shared/hanging/studies.ts';
import { FakeStation } from './fake-station.ts';
import { greyOn } from './plain-canvas.ts';
import type { Animation } from './plain-canvas.ts';
import { personId } from './worklist-rows.ts';

const SLICES = 5;
const SIDE = 4;
/** Cases that can be opened; each has a prior of its own, which stands after them. */
export const CASES = 5;

const STUDIES: readonly StudyForReading[] = Array.from({ length: 2 * CASES }, (_, number) => {
  const plain = {
    sopUid: `2.25.${number}`,
    pixels: {
      rows: SIDE,
      columns: SIDE,
      samplesPerPixel: 1,
      photometric: 'MONOCHROME2',
      bitsAllocated: 8,
      bitsStored: 8,
      highBit: 7,
      signed: false,
      planar: false,
    },
  };
  const study = studyOf(number + 1, [asStored(volume(`study${number}`, 'CT', SLICES, 0, 2, plain))]);
  return number < CASES ? { ...study, priors: [priorInfo(studyOf(number + CASES + 1, []))] } : study;
});

/** With a window under which a stored value is the grey on the screen. */
function asStored(series: SeriesForReading): SeriesForReading {
  const windows = [{ center: 127.5, width: 255, explanation: null }];
  const images = series.images.map((image) => ({
    ...image,
    perFrame: image.perFrame.map((info) => ({ ...info, windows, voiFunction: 'LINEAR_EXACT' as const })),
  }));
  return { ...series, images };
}

function priorInfo({ study }: StudyForReading): PriorInfo {
  const { studyId, studyUid, studyDate, modalities, description, bodyParts, site, reportState } = study;
  return {
    studyId,
    studyUid,
    studyDate,
    modalities,
    description,
    bodyParts,
    site,
    reportState,
    relevance: 1,
    reasons: [],
  };
}

/** Which study and slice an object is, and the one grey that all its pixels have: no two share one. */
const OBJECTS: ReadonlyMap<ObjectId, { readonly study: number; readonly grey: number }> = new Map(
  STUDIES.flatMap((_, study) =>
    Array.from({ length: SLICES }, (_unused, slice) => [
      objectId(`study${study}${slice}`),
      { study, grey: 40 + study * 20 + slice },
    ]),
  ),
);

function measurementOf(number: number): Measurement {
  const study = STUDIES[number];
  if (!study) throw new AppError('archive/unknown-study', 'not there');
  return {
    measurementId: MeasurementId.parse(`${number}`.padStart(26, 'a')),
    studyId: study.study.studyId,
    objectId: objectId(`study${number}0`),
    frame: 1,
    tool: 'length',
    points: [
      [0, 0],
      [2, 2],
    ],
    world: null,
    text: '',
    result: { values: [], basis: '', warnings: [] },
    trackingUid: `2.25.${number}`,
    ordinal: 1,
    by: personId(1),
    at: '2026-01-01T00:00:00.000Z',
    deleted: false,
  };
}

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
    const numberOf = (studyId: string): number => STUDIES.findIndex((one) => one.study.studyId === studyId);
    const station = new FakeStation({
      'study.open': ({ studyId }) =>
        this.#later(() => {
          const study = STUDIES[numberOf(studyId)];
          if (!study) throw new AppError('archive/unknown-study', 'not there');
          return study;
        }),
      'reading.load': ({ studyId }) =>
        this.#later(() => ({ measurements: [measurementOf(numberOf(studyId))], desk: null })),
      'reading.seen': () => this.#later(() => ({ objects: [], aside: [] })),
      'reading.saveSeen': () => ({ savedAt: '2026-01-01T00:00:00.000Z' }),
      'reading.saveDesk': () => ({ savedAt: '2026-01-01T00:00:00.000Z' }),
    });
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
    const { open, composition, saved } = this.session.stores;
    const now = open.getState();
    const numberOf = (studyId: string): number => STUDIES.findIndex((one) => one.study.studyId === studyId);
    const ofObject = (id: ObjectId | undefined): number => (id ? (OBJECTS.get(id)?.study ?? -1) : -1);
    const banner = now.status === 'open' ? [now.current, ...now.priors] : [];
    const cells = Object.values(composition.getState().cells).flatMap((cell) => (cell ? [cell.studyId] : []));
    const drawn = annotation.state.getAllAnnotations().map(({ metadata }) => metadata?.referencedImageId ?? '');
    return [
      ...banner.map(({ study }) => ({ what: 'banner', study: numberOf(study.studyId) })),
      ...cells.map((studyId) => ({ what: 'composition', study: numberOf(studyId) })),
      ...saved.getState().measurements.map(({ studyId }) => ({ what: 'measurement', study: numberOf(studyId) })),
      ...drawn.map((imageId) => ({ what: 'drawing', study: ofObject(fromImageId(imageId)?.objectId) })),
      ...this.#handles.flatMap(({ canvas, truth }) => [
        ...(greyOn(canvas) === null ? [] : [{ what: 'pixels', study: studyOfGrey(greyOn(canvas) ?? -1) }]),
        ...(truth.ref === null ? [] : [{ what: 'attributes', study: ofObject(truth.ref.objectId) }]),
      ]),
    ];
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

/** A case and its prior belong together. */
export function caseOf(study: number): number {
  return study % CASES;
}

function studyOfGrey(grey: number): number {
  return Math.floor((grey - 40) / 20);
}

/** jsdom has a byte array of its own, which the contract asks for: what the real port brings is handed on as one. */
function ofThisPage(port: MessagePort): MessagePort {
  Object.defineProperty(port, 'onmessage', {
    set: (listener: (event: { readonly data: unknown }) => void) => {
      port.addEventListener('message', ({ data }: MessageEvent<object>) =>
        listener({ data: 'data' in data ? { ...data, data: new Uint8Array(data.data as Uint8Array) } : data }),
      );
      port.start();
    },
  });
  return port;
}
