import { Command } from 'cmdk';
import { flushSync } from 'react-dom';
import { Dialog, Kbd } from '../ui/index.ts';
import styles from './command-palette.module.css';
import { keyLabel, useAllCommands, useKeyDispatcher } from './commands/index.ts';

/** Every command with its key, found by typing. The focus goes back first, so that the command acts where the reader was. */
export function CommandPalette({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Dialog title="Commands" titleHidden open={open} onClose={onClose} width="wide">
      <PaletteList onClose={onClose} />
    </Dialog>
  );
}

function PaletteList({ onClose }: { readonly onClose: () => void }) {
  const commands = useAllCommands();
  const dispatcher = useKeyDispatcher();
  const groups = [...new Set(commands.map((command) => command.group))];
  const choose = (id: string): void => {
    flushSync(onClose);
    dispatcher.run(id);
  };
  return (
    <Command label="Commands" loop className={styles['palette']}>
      <Command.Input autoFocus data-autofocus placeholder="Type a command" className={styles['input']} />
      <Command.List className={styles['list']}>
        <Command.Empty className={styles['empty']}>No command of this name</Command.Empty>
        {groups.map((group) => (
          <Command.Group key={group} heading={group} className={styles['group']}>
            {commands
              .filter((command) => command.group === group)
              .map((command) => (
                <Command.Item
                  key={command.id}
                  value={command.id}
                  keywords={[command.title, group]}
                  disabled={command.enabled?.() === false}
                  onSelect={() => choose(command.id)}
                  className={styles['item']}
                >
                  <span>{command.title}</span>
                  {command.keys[0] === undefined ? null : <Kbd keys={keyLabel(command.keys[0])} />}
                </Command.Item>
              ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}
