import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { pcmText } from '../../../shared/dictation/pcm.ts';
import { levelOf, SAMPLE_RATE } from '../../../shared/dictation/voice.ts';
import { AppError, asAppError } from '../../../shared/errors/app-error.ts';
import { isErrorCode } from '../../../shared/errors/codes.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import type { SpeechHeard } from '../../../shared/model/speech.ts';
import type { StationLink } from '../../app/station-link.ts';
import type { MicrophonePort, OpenMicrophone } from './microphone.ts';

/** Sound that travels at once: a tenth of a second. */
const PIECE = SAMPLE_RATE / 10;
/** Levels that the meter shows, decibels of full scale. */
const [QUIET_DB, LOUD_DB] = [-60, -6];
/** A recogniser that does not end within this is given up, milliseconds. */
const END_MS = 5000;

export interface DictationView {
  readonly state: 'off' | 'opening' | 'listening' | 'working' | 'failed';
  /** Of the last tenth of a second, 0 to 1. */
  readonly level: number;
  /** Words that may still change; no part of the draft. */
  readonly partial: string;
  readonly failure: unknown;
}

const OFF: DictationView = { state: 'off', level: 0, partial: '', failure: null };

export interface DictationOptions {
  readonly link: StationLink;
  readonly microphone: MicrophonePort;
}

/** One dictation: microphone, recogniser, words. Sound is held for a tenth of a second and given on, and kept nowhere. */
export class Dictation {
  readonly view: StoreApi<DictationView> = createStore<DictationView>()(() => OFF);
  /** Words of a phrase, for good. */
  readonly said = new Emitter<string>();
  readonly #options: DictationOptions;
  #open: OpenMicrophone | null = null;
  #runId: string | null = null;
  #waiting: Float32Array[] = [];
  #sending: Promise<void> = Promise.resolve();
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(options: DictationOptions) {
    this.#options = options;
  }

  /** Listens to the recogniser until its disposer is called, which ends a dictation that goes on. */
  begin(): Disposer {
    const stop = this.#options.link.on('speech.heard', ({ runId, heard }) => {
      if (runId === this.#runId) this.#heard(heard);
    });
    return () => {
      void this.stop();
      stop();
      this.#off();
    };
  }

  get isOn(): boolean {
    const { state } = this.view.getState();
    return state === 'opening' || state === 'listening';
  }

  async start(): Promise<void> {
    if (this.isOn) return;
    this.#drop();
    const turn = ++this.#turn;
    const isMine = (): boolean => turn === this.#turn;
    const { link, microphone } = this.#options;
    this.view.setState({ ...OFF, state: 'opening' });
    try {
      const { runId } = await link.call('speech.begin', {});
      if (!isMine()) return;
      this.#runId = runId;
      await link.call('speech.lendMicrophone', {});
      const open = await microphone.open(
        (samples) => this.#take(samples),
        () => this.#fail(new AppError('speech/no-microphone', 'the microphone is gone')),
      );
      if (!isMine() || this.view.getState().state !== 'opening') return open.close();
      this.#open = open;
      this.view.setState({ state: 'listening' });
    } catch (error) {
      if (isMine()) this.#fail(error);
    }
  }

  /** Nothing more is said; the words of the last phrase still come. */
  async stop(): Promise<void> {
    if (!this.isOn) return;
    const runId = this.#runId;
    const wasListening = this.view.getState().state === 'listening';
    this.#closeMicrophone();
    if (runId === null || !wasListening) return this.#off();
    this.view.setState({ state: 'working', level: 0 });
    this.#timer = setTimeout(() => this.#fail(new AppError('process/timeout', 'no end of the dictation')), END_MS);
    try {
      this.#send();
      await this.#sending;
      await this.#options.link.call('speech.end', { runId });
    } catch (error) {
      this.#fail(error);
    }
  }

  toggle(): Promise<void> {
    return this.isOn ? this.stop() : this.start();
  }

  #take(samples: Float32Array): void {
    this.#waiting.push(samples);
    if (this.#waiting.reduce((sum, { length }) => sum + length, 0) >= PIECE) this.#send();
  }

  /** One piece is on its way at a time, in order. */
  #send(): void {
    const runId = this.#runId;
    const sound = joined(this.#waiting);
    this.#waiting = [];
    if (runId === null || sound.length === 0) return;
    const level = Math.min(1, Math.max(0, (levelOf(sound) - QUIET_DB) / (LOUD_DB - QUIET_DB)));
    if (this.isOn) this.view.setState({ level });
    this.#sending = this.#sending.then(async () => {
      try {
        await this.#options.link.call('speech.hear', { runId, pcm: pcmText(sound) });
      } catch (error) {
        if (runId === this.#runId) this.#fail(error);
      }
    });
  }

  #heard(heard: SpeechHeard): void {
    switch (heard.kind) {
      case 'ready':
        return;
      case 'partial':
        this.view.setState({ partial: heard.text });
        return;
      case 'final':
        this.view.setState({ partial: '' });
        if (heard.text !== '') this.said.emit(heard.text);
        return;
      case 'ended':
        return this.#off();
      case 'failed':
        this.#fail(new AppError(isErrorCode(heard.code) ? heard.code : 'process/died', 'the recogniser failed'));
    }
  }

  #off(): void {
    this.#drop();
    this.view.setState(OFF);
  }

  #fail(error: unknown): void {
    this.#drop();
    this.view.setState({ ...OFF, state: 'failed', failure: asAppError(error) });
  }

  #closeMicrophone(): void {
    this.#open?.close();
    this.#open = null;
    // Nobody waits for it: with the lock it is taken back all the same.
    this.#options.link.call('speech.takeMicrophone', {}).catch(() => undefined);
  }

  #drop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#open !== null) this.#closeMicrophone();
    this.#runId = null;
    this.#waiting = [];
  }
}

function joined(pieces: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
