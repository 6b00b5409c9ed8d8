import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Disposer } from '../../shared/lib/disposable.ts';
import { Emitter } from '../../shared/lib/emitter.ts';
import type { MeasurementId } from '../../shared/model/ids.ts';
import type { Measurement } from '../../shared/model/measurement.ts';
import { CopiedWords } from './copied-words.ts';

/** Words for the report: the measurement they begin with (null: none), and what follows it; empty: nothing. */
export interface OfferedWords {
  readonly measurement: Measurement | null;
  readonly sentence: string;
}

interface LinkState {
  /** Measurements of the study as they stand on the images now, deleted ones too, in the order of drawing. */
  readonly measurements: readonly Measurement[];
  /** The one selected on an image; null: the last one drawn is meant. */
  readonly selected: MeasurementId | null;
  /** Named on the image side: its words in the text are marked. */
  readonly marked: MeasurementId | null;
}

/** Both ways between the images and the report of one study. One a desk, made by the desk. */
export interface ReportLinks {
  readonly state: StoreApi<LinkState>;
  /** What was copied to the clipboard out of a report last. */
  readonly copied: CopiedWords;
  /** Images → report: call it at every change. */
  setMeasurements(measurements: readonly Measurement[]): void;
  select(measurementId: MeasurementId | null): void;
  /** Images → report: marks the words of a measurement in the text, and scrolls to them. */
  markInReport(measurementId: MeasurementId | null): void;
  /** Images → report: takes words into the section that was written last. False: nothing is being written. */
  offer(words: OfferedWords): boolean;
  onOffer(take: (words: OfferedWords) => boolean): Disposer;
  /** Report → images: the reader pressed a measurement in the text. */
  onShowMeasurement(listener: (measurementId: MeasurementId) => void): Disposer;
  showMeasurement(measurementId: MeasurementId): void;
  /** Report → images: the reader wants to see what was shown of the case, and what was not. */
  onSeenMap(listener: () => void): Disposer;
  showSeenMap(): void;
  /** Report → images: what was drawn and seen must be in the journal before the report is checked. Never rejects. */
  onSettle(work: () => Promise<void>): Disposer;
  settle(): Promise<void>;
  /** Report → images: a drawing that was ended gets its number before anything is taken for the last one. Never rejects. */
  onNamed(work: () => Promise<void>): Disposer;
  named(): Promise<void>;
}

export function createReportLinks(): ReportLinks {
  const state = createStore<LinkState>(() => ({ measurements: [], selected: null, marked: null }));
  const show = new Emitter<MeasurementId>();
  const seenMap = new Emitter<void>();
  const takers = new Set<(words: OfferedWords) => boolean>();
  const settling = new Set<() => Promise<void>>();
  const naming = new Set<() => Promise<void>>();
  return {
    state,
    copied: new CopiedWords(),
    setMeasurements: (measurements) => state.setState({ measurements }),
    select: (selected) => state.setState({ selected }),
    markInReport: (marked) => state.setState({ marked }),
    offer: (words) => [...takers].some((take) => take(words)),
    onOffer: (take) => {
      takers.add(take);
      return () => void takers.delete(take);
    },
    onShowMeasurement: (listener) => show.on(listener),
    showMeasurement: (measurementId) => show.emit(measurementId),
    onSeenMap: (listener) => seenMap.on(listener),
    showSeenMap: () => seenMap.emit(),
    onSettle: (work) => {
      settling.add(work);
      return () => void settling.delete(work);
    },
    // A part that cannot write now says so itself, and the check tells what the journal does not have.
    settle: async () => void (await Promise.allSettled([...settling].map((work) => work()))),
    onNamed: (work) => {
      naming.add(work);
      return () => void naming.delete(work);
    },
    // A drawing that got no number is said by the images, and is not there to be taken.
    named: async () => void (await Promise.allSettled([...naming].map((work) => work()))),
  };
}

/** What the insert key means when it is pressed: a drawing that was ended just before it counts, though its number is still to come. */
export async function measurementMeant(links: Pick<ReportLinks, 'state' | 'named'>): Promise<Measurement | null> {
  await links.named();
  return measurementToInsert(links.state.getState());
}

/** What the insert key means: the selected measurement, else the last one drawn that still stands. */
export function measurementToInsert({ measurements, selected }: LinkState): Measurement | null {
  const standing = measurements.filter((measurement) => !measurement.deleted);
  return standing.find((measurement) => measurement.measurementId === selected) ?? standing.at(-1) ?? null;
}
