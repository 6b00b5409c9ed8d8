import { useState } from 'react';
import { losersOf } from '../../../shared/controls/working-keys.ts';
import { KEY_REFUSALS, refusalFor } from '../../../shared/controls/refused-keys.ts';
import type { OwnKeys } from '../../../shared/model/controls.ts';
import { MOST_KEYS } from '../../../shared/model/controls.ts';
import { Button } from '../../ui/index.ts';
import { keyLabel, keyOfPress, WHERE } from '../commands/index.ts';
import type { ListedCommand } from '../commands/index.ts';
import styles from './controls.module.css';

export interface KeyRecorderProps {
  readonly command: ListedCommand;
  readonly commands: readonly ListedCommand[];
  readonly own: OwnKeys;
  readonly onGive: (key: string) => void;
  readonly onTake: (key: string) => void;
  readonly onDone: () => void;
}

/** What came of the last press. */
type Heard =
  | { readonly what: 'nothing' }
  | { readonly what: 'refused'; readonly words: string }
  | { readonly what: 'given'; readonly words: string }
  | { readonly what: 'taken'; readonly key: string; readonly losers: readonly ListedCommand[] };

const NOTHING: Heard = { what: 'nothing' };

/** Takes keys of one command away, and hears new ones: what another command would lose is asked first. */
export function KeyRecorder({ command, commands, own, onGive, onTake, onDone }: KeyRecorderProps) {
  const [hearing, setHearing] = useState(false);
  const [heard, setHeard] = useState<Heard>(NOTHING);
  const hear = (key: string): void => {
    setHearing(false);
    const next = judge(key, command, commands, own);
    setHeard(next);
    if (next.what === 'given') onGive(key);
  };
  return (
    <div className={styles['editor']} role="group" aria-label={`Keys of ${command.title}`}>
      <div className={styles['held']}>
        {command.keys.map((key) => (
          <Button key={key} tone="quiet" onClick={() => onTake(key)}>
            {`Take ${keyLabel(key)} away`}
          </Button>
        ))}
        <Button
          aria-pressed={hearing}
          onClick={() => {
            setHeard(NOTHING);
            setHearing(!hearing);
          }}
          onBlur={() => setHearing(false)}
          onKeyDown={(event) => {
            if (!hearing || event.key === 'Tab') return;
            // Whatever is pressed is meant for this, also what would lock or quit.
            event.preventDefault();
            event.stopPropagation();
            const key = keyOfPress(event.nativeEvent);
            if (key === 'Esc') setHearing(false);
            else if (key !== null) hear(key);
          }}
        >
          {hearing ? 'Press the keys … (Esc: none)' : 'Record a key'}
        </Button>
        <Button tone="quiet" onClick={onDone}>
          Done
        </Button>
      </div>
      <Answer
        heard={heard}
        command={command}
        onLeave={() => setHeard(NOTHING)}
        onGive={(key) => {
          onGive(key);
          setHeard({ what: 'given', words: `${keyLabel(key)} is its key now.` });
        }}
      />
    </div>
  );
}

function judge(key: string, command: ListedCommand, commands: readonly ListedCommand[], own: OwnKeys): Heard {
  const label = keyLabel(key);
  if (command.keys.includes(key)) return { what: 'refused', words: `${label} is its key already.` };
  const refusal = refusalFor(command, key);
  if (refusal !== null) return { what: 'refused', words: `${label} cannot be given. ${KEY_REFUSALS[refusal]}` };
  if (command.keys.length >= MOST_KEYS) return { what: 'refused', words: 'Take one of its keys away first.' };
  const losers = losersOf(commands, own, command, key);
  return losers.length > 0
    ? { what: 'taken', key, losers }
    : { what: 'given', words: `${label} is its key now. Nobody had it here.` };
}

function Answer({
  heard,
  command,
  onLeave,
  onGive,
}: {
  readonly heard: Heard;
  readonly command: ListedCommand;
  readonly onLeave: () => void;
  readonly onGive: (key: string) => void;
}) {
  if (heard.what !== 'taken') {
    return (
      <p className={heard.what === 'refused' ? styles['refused'] : styles['quiet']} role="status">
        {heard.what === 'nothing' ? 'It acts '.concat(WHERE[command.scope], '.') : heard.words}
      </p>
    );
  }
  return (
    <div role="alert" className={styles['answer']}>
      {heard.losers.map(({ id, title, scope, keys }) => (
        <p key={id}>
          {`${keyLabel(heard.key)} is the key of “${title}” ${WHERE[scope]}, which would have `}
          {keys.length > 1 ? `${keys.length - 1} left.` : 'none left.'}
        </p>
      ))}
      <div className={styles['held']}>
        <Button autoFocus onClick={onLeave}>
          Leave it there
        </Button>
        <Button onClick={() => onGive(heard.key)}>{`Give it to “${command.title}”`}</Button>
      </div>
    </div>
  );
}
