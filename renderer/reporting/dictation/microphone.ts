import { SAMPLE_RATE } from '../../../shared/dictation/voice.ts';
import { resampled } from '../../../shared/dictation/pcm.ts';
import { AppError } from '../../../shared/errors/app-error.ts';

export interface OpenMicrophone {
  readonly close: () => void;
}

/** Where sound comes from. Samples from -1 to 1 at 16 kHz, one channel. */
export interface MicrophonePort {
  /** @param gone it ended by itself: pulled out, or taken away by the system */
  open(heard: (samples: Float32Array) => void, gone: () => void): Promise<OpenMicrophone>;
}

/** The part of Chromium's MediaStreamTrackProcessor that is used; the types of the page do not know it. */
interface SoundPiece {
  readonly numberOfFrames: number;
  readonly sampleRate: number;
  copyTo(target: Float32Array, options: { readonly planeIndex: number; readonly format: 'f32-planar' }): void;
  close(): void;
}
type Processor = new (init: { readonly track: MediaStreamTrack }) => { readonly readable: ReadableStream<SoundPiece> };

function processorOf(page: object): Processor | null {
  const found: unknown = 'MediaStreamTrackProcessor' in page ? page.MediaStreamTrackProcessor : null;
  return typeof found === 'function' ? (found as Processor) : null;
}

/** The microphone of the system, straight from its track: no file, no recorder, no network. */
export function systemMicrophone(page: Window & typeof globalThis): MicrophonePort {
  return {
    open: async (heard, gone) => {
      const Processor = processorOf(page);
      if (Processor === null) throw new AppError('speech/no-microphone', 'this runtime gives no sound');
      const stream = await page.navigator.mediaDevices
        .getUserMedia({ audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false } })
        .catch((cause: unknown) => {
          throw new AppError('speech/no-microphone', 'the system gave no microphone', { cause });
        });
      const [track] = stream.getAudioTracks();
      if (track === undefined) throw new AppError('speech/no-microphone', 'no sound in it');
      let isOpen = true;
      const close = (): void => {
        isOpen = false;
        for (const one of stream.getTracks()) one.stop();
      };
      track.addEventListener('ended', () => (isOpen ? gone() : undefined));
      const reader = new Processor({ track }).readable.getReader();
      void pump(reader, heard, () => isOpen).catch(() => (isOpen ? gone() : undefined));
      return { close };
    },
  };
}

async function pump(
  reader: ReadableStreamDefaultReader<SoundPiece>,
  heard: (samples: Float32Array) => void,
  isOpen: () => boolean,
): Promise<void> {
  let rest: Float32Array = new Float32Array(0);
  for (;;) {
    const { done, value } = await reader.read();
    if (done || !isOpen()) return;
    const sound = new Float32Array(value.numberOfFrames);
    value.copyTo(sound, { planeIndex: 0, format: 'f32-planar' });
    const next = resampled(sound, value.sampleRate, SAMPLE_RATE, rest);
    value.close();
    rest = next.rest;
    heard(next.samples);
  }
}
