import { useState } from 'react';
import { useStore } from 'zustand';
import type { ChosenMicrophone } from '../../settings/index.ts';
import { Button, FailureLine, FormActions, SelectField } from '../../ui/index.ts';
import { useRefusal } from '../may.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import { listMicrophones } from './list-microphones.ts';

/** The one the system gives. */
const OF_SYSTEM = '';

/** Which microphone dictation listens to. What there is is looked up when somebody asks for it: until then nothing is opened. */
export function MicrophoneChoice() {
  const { link, preferences } = useServices();
  const chosen = useStore(preferences, (state) => state.microphone);
  const [found, setFound] = useState<readonly ChosenMicrophone[] | null>(null);
  const task = useTask();
  const refusal = useRefusal('speech.lendMicrophone');
  const choose = (id: string): void => {
    preferences.setState({ microphone: found?.find((one) => one.id === id) ?? null });
  };
  const isHere = chosen === null || found === null || found.some(({ id }) => id === chosen.id);
  return (
    <>
      {found === null ? (
        <FormActions>
          <span>{chosen === null ? 'Microphone: the one the system gives' : `Microphone: ${chosen.label}`}</span>
          <Button
            disabled={task.busy || refusal !== null}
            onClick={() => task.start(async () => setFound(await listMicrophones(link, navigator.mediaDevices)))}
          >
            Choose a microphone …
          </Button>
        </FormActions>
      ) : (
        <SelectField
          label="Microphone"
          value={chosen?.id ?? OF_SYSTEM}
          options={[
            { value: OF_SYSTEM, words: 'The one the system gives' },
            ...found.map(({ id, label }) => ({ value: id, words: label })),
            ...(isHere || chosen === null ? [] : [{ value: chosen.id, words: `${chosen.label} (not here)` }]),
          ]}
          onChange={choose}
        />
      )}
      <FailureLine said={task.failure === null ? null : errorWords(task.failure)} />
    </>
  );
}
