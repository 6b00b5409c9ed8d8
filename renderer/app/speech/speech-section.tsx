import { useEffect, useState } from 'react';
import type { Response } from '../../../shared/contract/index.ts';
import type { SpeechModel } from '../../../shared/model/speech.ts';
import { Button, FormActions } from '../../ui/index.ts';
import styles from '../controls/controls.module.css';
import { useRefusal } from '../may.ts';
import { errorWords, useNotices } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import { MicrophoneChoice } from './microphone-choice.tsx';

/** Of the settings: what recognises speech on this station, and the words that this reader calls right. */
export function SpeechSection() {
  const { link } = useServices();
  const notices = useNotices();
  const [model, setModel] = useState<SpeechModel | null>(null);
  const [words, setWords] = useState<readonly string[]>([]);
  const task = useTask();
  const refusal = useRefusal('speech.chooseModel');
  useEffect(() => {
    let isHere = true;
    void Promise.all([link.call('speech.model', {}), link.call('speech.words', {})]).then(
      ([found, own]) => {
        if (!isHere) return;
        setModel(found.model);
        setWords(own.words);
      },
      (error: unknown) => (isHere ? notices.fail(error, 'Dictation and spelling') : undefined),
    );
    return () => {
      isHere = false;
    };
  }, [link, notices]);
  const said = task.failure === null ? null : errorWords(task.failure);
  const take = ({ model: found }: Response<'speech.model'>): void => setModel(found);
  return (
    <fieldset className={styles['section']}>
      <legend>Dictation and spelling</legend>
      <p className={styles['quiet']}>
        A dictation program of your own types into the report as it is: its words stay there while the mouse works on
        the images. The program itself recognises speech with a model that your site supplies, on this computer alone.
        Sound is never kept. {systemWords(navigator.userAgent)}
      </p>
      <p role="status">
        {model === null ? (
          'No model was chosen: the program does not listen.'
        ) : (
          <>
            <bdi>{model.name}</bdi> ({model.language},{' '}
            {model.engine === 'script' ? 'says a script and recognises nothing' : 'sherpa-onnx'}, manifest{' '}
            {model.sha256.slice(0, 12)})
          </>
        )}
      </p>
      <FormActions>
        <Button
          disabled={task.busy || refusal !== null}
          onClick={() => task.start(async () => take(await link.call('speech.chooseModel', {})))}
        >
          Choose the folder of a model …
        </Button>
        {model === null ? null : (
          <Button
            tone="quiet"
            disabled={task.busy || refusal !== null}
            onClick={() => task.start(async () => take(await link.call('speech.forgetModel', {})))}
          >
            Use none
          </Button>
        )}
        <span className={said ? styles['refused'] : styles['quiet']} role={said ? 'alert' : 'status'}>
          {said ? `${said.title}. ${said.next}` : (refusal ?? '')}
        </span>
      </FormActions>
      <MicrophoneChoice />
      <p className={styles['quiet']}>
        {words.length === 0
          ? 'Words of your own: none yet. A word that the report marks is kept by Shift F7.'
          : 'Words of your own, which are not marked in reports:'}
      </p>
      <div className={styles['held']}>
        {words.map((word) => (
          <Button
            key={word}
            tone="quiet"
            disabled={task.busy}
            aria-label={`Take ${word} away`}
            onClick={() => task.start(async () => setWords((await link.call('speech.removeWord', { word })).words))}
          >
            <bdi>{word}</bdi> ×
          </Button>
        ))}
      </div>
    </fieldset>
  );
}

/** What the system itself can do. */
function systemWords(agent: string): string {
  if (/Windows/.test(agent)) return 'Windows has a dictation of its own (Win H), which types into the report.';
  if (/Mac OS/.test(agent))
    return 'macOS has a dictation of its own (Settings, Keyboard), which types into the report.';
  return 'This system has no recogniser of its own.';
}
