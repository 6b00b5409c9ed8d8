import type { AnyEvent } from '../../shared/contract/index.ts';
import type { OpenStore } from './access/open-store.ts';
import { ControlsBook } from './controls/controls-book.ts';
import { SpeechBook } from './speech/speech-book.ts';
import { SpeechRuns } from './speech/speech-runs.ts';
import type { StationParts } from './station-parts.ts';

/** How the reader works the program: hands and voice. */
export interface HandsRoom {
  /** Keys, mouse and devices of the reader. */
  readonly controls: ControlsBook;
  readonly speech: { readonly book: SpeechBook; readonly runs: SpeechRuns };
}

export function openHandsRoom(store: OpenStore, station: StationParts, emit: (event: AnyEvent) => void): HandsRoom {
  const { journal, commands, personId, faults } = store;
  const { clock, processHost } = station.options;
  const kept = { journal, clock, commands, personId, ...(faults === undefined ? {} : { faults }) };
  const book = new SpeechBook({ ...kept, evaluation: station.access.state().kind === 'evaluation' });
  return {
    controls: new ControlsBook({ ...kept, changed: () => emit({ name: 'controls.changed', payload: {} }) }),
    speech: { book, runs: new SpeechRuns({ book, processHost, emit }) },
  };
}
