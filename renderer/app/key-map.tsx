import { Button, Dialog, Kbd } from '../ui/index.ts';
import { keyLabel, useAllCommands } from './commands/index.ts';
import type { CommandScope, RegisteredCommand } from './commands/index.ts';
import styles from './key-map.module.css';

const WHERE: Readonly<Record<CommandScope, string>> = {
  global: 'everywhere',
  worklist: 'in the list',
  image: 'on the image',
  report: 'in the report',
};

/** The map of all keys, by group, with where they act. */
export function KeyMap({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Dialog
      title="Keys"
      open={open}
      onClose={onClose}
      width="wide"
      actions={
        <Button data-autofocus onClick={onClose}>
          Close keys
        </Button>
      }
    >
      <KeyGroups />
    </Dialog>
  );
}

function KeyGroups() {
  const withKeys = useAllCommands().filter((command) => command.keys.length > 0);
  const headingOf = (command: RegisteredCommand): string => `${command.group} · ${WHERE[command.scope]}`;
  const headings = [...new Set(withKeys.map(headingOf))];
  return (
    <div className={styles['map']}>
      {headings.map((heading) => (
        <section key={heading} className={styles['group']} aria-label={heading}>
          <h3 className={styles['heading']}>{heading}</h3>
          <dl className={styles['keys']}>
            {withKeys
              .filter((command) => headingOf(command) === heading)
              .map((command) => (
                <KeyRow key={command.id} command={command} />
              ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

function KeyRow({ command }: { readonly command: RegisteredCommand }) {
  return (
    <div className={styles['row']}>
      <dt>{command.title}</dt>
      <dd className={styles['key']}>
        {command.keys.map((key) => (
          <span key={key} aria-label={keyLabel(key)} role="img">
            <Kbd keys={keyLabel(key)} />
          </span>
        ))}
      </dd>
    </div>
  );
}
