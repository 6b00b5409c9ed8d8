import { createRequire } from 'node:module';
import path from 'node:path';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { SpeechEngine } from '../../../shared/dictation/speech-engine.ts';
import { SAMPLE_RATE } from '../../../shared/dictation/voice.ts';
import type { SpeechManifest } from '../../../shared/model/speech.ts';

type Sherpa = Extract<SpeechManifest, { engine: 'sherpa-onnx' }>;

/** The part of sherpa-onnx-node that is used here. It is the site's own copy, in the folder of the model: the program ships none. */
interface OnlineStream {
  acceptWaveform(sound: { readonly sampleRate: number; readonly samples: Float32Array }): void;
}
interface OnlineRecognizer {
  createStream(): OnlineStream;
  isReady(stream: OnlineStream): boolean;
  decode(stream: OnlineStream): void;
  getResult(stream: OnlineStream): { readonly text: string };
  reset(stream: OnlineStream): void;
}
interface SherpaModule {
  readonly OnlineRecognizer: new (config: object) => OnlineRecognizer;
}

/** Silence after a phrase, so that the recogniser gives its last word away. Seconds. */
const TAIL_S = 0.4;
const FEATURES = 80;

/** @throws AppError speech/bad-model: the folder has no program of it, or it does not take the model */
export function sherpaEngine(folder: string, { transducer }: Sherpa): SpeechEngine {
  const recognizer = loadRecognizer(folder, transducer);
  const stream = recognizer.createStream();
  const decode = (): void => {
    while (recognizer.isReady(stream)) recognizer.decode(stream);
  };
  const accept = (samples: Float32Array): void => stream.acceptWaveform({ sampleRate: SAMPLE_RATE, samples });
  const words = (): string => recognizer.getResult(stream).text.trim().toLowerCase();
  return {
    accept,
    words: () => {
      decode();
      return words();
    },
    finish: () => {
      accept(new Float32Array(Math.round(TAIL_S * SAMPLE_RATE)));
      decode();
      const said = words();
      recognizer.reset(stream);
      return said;
    },
  };
}

function loadRecognizer(folder: string, { encoder, decoder, joiner, tokens }: Sherpa['transducer']): OnlineRecognizer {
  const at = (file: string): string => path.join(folder, file);
  try {
    const loaded: unknown = createRequire(path.join(folder, 'nightjar-speech.json'))('sherpa-onnx-node');
    if (!isSherpa(loaded)) throw new TypeError('no recogniser in it');
    return new loaded.OnlineRecognizer({
      featConfig: { sampleRate: SAMPLE_RATE, featureDim: FEATURES },
      modelConfig: {
        transducer: { encoder: at(encoder), decoder: at(decoder), joiner: at(joiner) },
        tokens: at(tokens),
        ...{ numThreads: 1, provider: 'cpu', debug: 0 },
      },
      decodingMethod: 'greedy_search',
    });
  } catch (cause) {
    throw new AppError('speech/bad-model', 'the recogniser of the folder could not be started', { cause });
  }
}

function isSherpa(loaded: unknown): loaded is SherpaModule {
  return (
    typeof loaded === 'object' &&
    loaded !== null &&
    'OnlineRecognizer' in loaded &&
    typeof loaded.OnlineRecognizer === 'function'
  );
}
