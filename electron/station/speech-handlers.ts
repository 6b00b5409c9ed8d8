import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

/** The shell's own. */
type OfShell = 'chooseModel' | 'lendMicrophone' | 'takeMicrophone';
type SpeechCall = Exclude<Extract<keyof Handlers, `speech.${string}`>, `speech.${OfShell}`>;

/** Dictation, and the words that a reader calls right. */
export function speechHandlers(station: StationDoor): Pick<Handlers, SpeechCall> {
  const book = () => station.rooms.speech.book;
  return {
    'speech.model': () => ({ model: book().get()?.model ?? null }),
    'speech.useModel': async ({ folder }) => ({ model: await book().use(folder) }),
    'speech.forgetModel': () => {
      book().forget();
      return { model: null };
    },
    'speech.begin': async () => ({ runId: await station.rooms.speech.runs.begin() }),
    'speech.hear': ({ runId, pcm }) => {
      station.rooms.speech.runs.hear(runId, pcm);
      return {};
    },
    'speech.end': ({ runId }) => {
      station.rooms.speech.runs.end(runId);
      return {};
    },
    'speech.words': () => ({ words: [...book().words()] }),
    'speech.addWord': ({ word }) => ({ words: [...book().addWord(word)] }),
    'speech.removeWord': ({ word }) => ({ words: [...book().removeWord(word)] }),
  };
}
