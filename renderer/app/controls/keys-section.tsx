import { useState } from 'react';
import { useStore } from 'zustand';
import { giveKey, resetKeys, takeKey } from '../../../shared/controls/working-keys.ts';
import type { OwnKeys } from '../../../shared/model/controls.ts';
import { Button, Kbd, Skeleton, TextField } from '../../ui/index.ts';
import { keyLabel, WHERE } from '../commands/index.ts';
import type { ListedCommand } from '../commands/index.ts';
import { useServices } from '../services.tsx';
import styles from './controls.module.css';
import { ControlsFile } from './controls-file.tsx';
import { KeyRecorder } from './key-recorder.tsx';
import { useListedCommands } from './listed-commands.ts';

/** Every command with its keys: found by name or key, changed by pressing the new one. */
export function KeysSection() {
  const commands = useListedCommands();
  return (
    <fieldset className={styles['section']}>
      <legend>Keys</legend>
      {commands === null ? <Skeleton width="100%" height="420px" /> : <Keys commands={commands} />}
    </fieldset>
  );
}

function Keys({ commands }: { readonly commands: readonly ListedCommand[] }) {
  const { controls: book } = useServices();
  const { controls } = useStore(book.view, (view) => view);
  const [search, setSearch] = useState('');
  const [edited, setEdited] = useState<string | null>(null);
  const own = controls.keys;
  const set = (keys: OwnKeys): void => void book.change({ ...controls, keys });
  const found = commands.filter((command) => matches(command, search));
  const changed = commands.filter(({ id }) => Object.hasOwn(own, id)).length;
  return (
    <>
      <TextField
        label="Search by name, key or place"
        type="search"
        value={search}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        hint={
          <span role="status">{`${found.length} of ${commands.length} commands · ${changed} with keys of your own`}</span>
        }
        onChange={(event) => setSearch(event.target.value)}
      />
      {/* It scrolls, so that the keys can be given to it. */}
      <div className={styles['scroller']} role="region" aria-label="Commands and their keys" tabIndex={0}>
        {found.length === 0 ? <p className={styles['quiet']}>No command of this name and no such key.</p> : null}
        <ul className={styles['list']}>
          {found.map((command) => (
            <li key={command.id}>
              <Row
                command={command}
                isChanged={Object.hasOwn(own, command.id)}
                isEdited={edited === command.id}
                onEdit={() => setEdited(edited === command.id ? null : command.id)}
                onReset={() => set(resetKeys(own, command.id))}
              />
              {edited === command.id ? (
                <KeyRecorder
                  {...{ command, commands, own }}
                  onGive={(key) => set(giveKey(commands, own, command.id, key))}
                  onTake={(key) => set(takeKey(commands, own, command.id, key))}
                  onDone={() => setEdited(null)}
                />
              ) : null}
            </li>
          ))}
        </ul>
      </div>
      <ControlsFile commands={commands} changed={changed} />
    </>
  );
}

function Row({
  command,
  isChanged,
  isEdited,
  onEdit,
  onReset,
}: {
  readonly command: ListedCommand;
  readonly isChanged: boolean;
  readonly isEdited: boolean;
  readonly onEdit: () => void;
  readonly onReset: () => void;
}) {
  const { title, scope, keys } = command;
  return (
    <div className={styles['row']} data-command={command.id}>
      <span className={styles['title']}>{title}</span>
      <span className={styles['quiet']}>{WHERE[scope]}</span>
      <span
        className={styles['keys']}
        role="img"
        aria-label={keys.length === 0 ? 'no key' : keys.map(keyLabel).join(', ')}
      >
        {keys.length === 0 ? <span className={styles['quiet']}>no key</span> : null}
        {keys.map((key) => (
          <Kbd key={key} keys={keyLabel(key)} />
        ))}
      </span>
      <Button tone="quiet" aria-expanded={isEdited} aria-label={`Change the keys of ${title}`} onClick={onEdit}>
        Change
      </Button>
      <Button tone="quiet" disabled={!isChanged} aria-label={`Reset the keys of ${title}`} onClick={onReset}>
        Reset
      </Button>
    </div>
  );
}

function matches({ title, group, scope, keys }: ListedCommand, search: string): boolean {
  const text = search.trim().toLowerCase();
  if (text === '') return true;
  if (keys.some((key) => key.toLowerCase() === text || keyLabel(key).toLowerCase() === text)) return true;
  const words = `${title} ${group} ${WHERE[scope]} ${keys.map(keyLabel).join(' ')}`.toLowerCase();
  return text.length > 1 && text.split(/\s+/).every((part) => words.includes(part));
}
