import { Button, Dialog, Kbd, Skeleton } from '../ui/index.ts';
import { keyLabel, useAllCommands, WHERE } from './commands/index.ts';
import type { ListedCommand } from './commands/index.ts';
import { useListedCommands } from './controls/index.ts';
import styles from './key-map.module.css';

/** The map of all keys, by group, with where they act: those of this screen, then those that wait on the desk. */
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
      {/* It scrolls, so that the keys can be given to it. */}
      <div className={styles['map']} role="region" aria-label="All keys" tabIndex={0}>
        <KeysHere />
      </div>
    </Dialog>
  );
}

function KeysHere() {
  const here = useAllCommands();
  const onList = here.some(({ id }) => id === 'worklist.open');
  return (
    <>
      <KeyGroups keys={here} />
      <KeysElsewhere here={here} title={onList ? 'On the desk, once a study is open' : 'Elsewhere'} />
    </>
  );
}

/** What other screens have. */
function KeysElsewhere({ here, title }: { readonly here: readonly ListedCommand[]; readonly title: string }) {
  const all = useListedCommands();
  const known = new Set(here.map((command) => command.id));
  return (
    <section aria-labelledby="keys-elsewhere">
      <h3 id="keys-elsewhere" className={styles['part']}>
        {title}
      </h3>
      {all === null ? (
        <Skeleton width="100%" height="240px" />
      ) : (
        <KeyGroups keys={all.filter(({ id }) => !known.has(id))} />
      )}
    </section>
  );
}

function KeyGroups({ keys }: { readonly keys: readonly ListedCommand[] }) {
  const withKeys = keys.filter((command) => command.keys.length > 0);
  const headingOf = (command: ListedCommand): string => `${command.group} · ${WHERE[command.scope]}`;
  const headings = [...new Set(withKeys.map(headingOf))];
  return (
    <div className={styles['groups']}>
      {headings.map((heading) => (
        <section key={heading} className={styles['group']} aria-label={heading}>
          <h4 className={styles['heading']}>{heading}</h4>
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

function KeyRow({ command }: { readonly command: ListedCommand }) {
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
