import { PhraseListener } from '../../../shared/dictation/phrase-listener.ts';
import { pcmSamples } from '../../../shared/dictation/pcm.ts';
import { scriptEngine } from '../../../shared/dictation/script-engine.ts';
import type { SpeechEngine } from '../../../shared/dictation/speech-engine.ts';
import { asAppError } from '../../../shared/errors/app-error.ts';
import type { SpeechManifest } from '../../../shared/model/speech.ts';
import { serveChild } from '../kernel/child-channel.ts';
import { sherpaEngine } from './sherpa-engine.ts';
import { ToSpeech } from './speech-messages.ts';
import type { FromSpeech } from './speech-messages.ts';

/** Entry of the killable process that makes words of sound. It runs the recogniser of the site; nothing is written anywhere. */
class SpeechProcess {
  #listener: PhraseListener | null = null;

  take(message: ToSpeech, reply: (message: FromSpeech) => void): void {
    try {
      switch (message.t) {
        case 'load':
          this.#listener = new PhraseListener(engineOf(message.folder, message.manifest));
          reply({ kind: 'ready' });
          return;
        case 'hear':
          for (const heard of this.#listener?.hear(pcmSamples(message.pcm)) ?? []) reply(heard);
          return;
        case 'end':
          for (const heard of this.#listener?.end() ?? []) reply(heard);
          reply({ kind: 'ended' });
      }
    } catch (error) {
      reply({ kind: 'failed', code: asAppError(error).code });
    }
  }
}

function engineOf(folder: string, manifest: SpeechManifest): SpeechEngine {
  return manifest.engine === 'script' ? scriptEngine(manifest.phrases) : sherpaEngine(folder, manifest);
}

const speech = new SpeechProcess();
serveChild((message, reply) => {
  const parsed = ToSpeech.safeParse(message);
  if (parsed.success) speech.take(parsed.data, reply);
});
