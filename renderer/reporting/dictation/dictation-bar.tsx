import { Mic, MicOff } from 'lucide-react';
import { useStore } from 'zustand';
import { errorWords } from '../../app/notices/index.ts';
import { useKeyLabel } from '../../app/commands/index.ts';
import { Button } from '../../ui/index.ts';
import type { Dictation, DictationView } from './dictation.ts';
import styles from './dictation.module.css';

const STATE_WORDS: Readonly<Record<DictationView['state'], string>> = {
  off: 'Dictation is off',
  opening: 'Opening the microphone …',
  listening: 'Listening',
  working: 'Finishing the last words …',
  failed: '',
};

/** One line that stays in its place: whether the microphone is on, how loud it is, and what became of it. */
export function DictationBar({ dictation }: { readonly dictation: Dictation }) {
  const { state, level, partial, failure } = useStore(dictation.view);
  const key = useKeyLabel('report.dictate');
  const isOn = state === 'opening' || state === 'listening';
  const failed = state === 'failed' ? errorWords(failure) : null;
  const words = failed ? `▲ ${failed.title}. ${failed.next}` : STATE_WORDS[state];
  return (
    <div className={styles['bar']} data-dictation={state} role="group" aria-label="Dictation">
      <Button
        tone="quiet"
        tabIndex={-1}
        aria-pressed={isOn}
        {...(key === undefined ? {} : { keyHint: key })}
        onClick={() => void dictation.toggle()}
      >
        {isOn ? <Mic size={14} aria-hidden="true" /> : <MicOff size={14} aria-hidden="true" />} Dictate
      </Button>
      <span className={styles['words']} role={failed ? 'alert' : 'status'} title={words}>
        {words}
        {partial === '' ? null : <bdi>: {partial}</bdi>}
      </span>
      <meter className={styles['level']} min={0} max={1} value={level} aria-label="Level of the microphone" />
    </div>
  );
}
