import { SAMPLE_RATE } from '../../../shared/dictation/voice.ts';
import { resampled } from '../../../shared/dictation/pcm.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { ChosenMicrophone } from '../../settings/index.ts';

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

/**
 * A microphone of this computer, straight from its track: no file, no recorder, no network. One that was chosen and is not here is not
 * replaced by another: that may stand where it hears a room.
 * @param chosen null: the one the system gives
 */
export function systemMicrophone(
  page: Window & typeof globalThis,
  chosen: () => ChosenMicrophone | null,
): MicrophonePort {
  return {
    open: async (heard, gone) => {
      const Processor = processorOf(page);
      if (Processor === null) throw new AppError('speech/no-microphone', 'this runtime gives no sound');
      const { mediaDevices } = page.navigator;
      const own = chosen();
      const deviceId = own === null ? {} : { deviceId: { exact: idNow(await mediaDevices.enumerateDevices(), own) } };
      const stream = await mediaDevices
        .getUserMedia({ audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, ...deviceId } })
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

/**
 * The id of a chosen microphone as it is now: the same, or that of the only one of its name, since ids change with the data of the browser.
 * @throws AppError speech/microphone-away
 */
export function idNow(
  devices: readonly Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>[],
  { id, label }: ChosenMicrophone,
): string {
  const all = devices.filter(({ kind }) => kind === 'audioinput');
  const named = all.filter((one) => one.label === label);
  const [only] = named;
  if (all.some(({ deviceId }) => deviceId === id)) return id;
  if (only !== undefined && named.length === 1) return only.deviceId;
  throw new AppError('speech/microphone-away', 'the chosen microphone is not among those that are here');
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
