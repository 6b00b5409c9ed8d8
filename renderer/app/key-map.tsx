import { useEffect, useState } from 'react';
import { Button, Dialog, Kbd, Skeleton } from '../ui/index.ts';
import { keyLabel, parseKey, useAllCommands, useCommandRegistry } from './commands/index.ts';
import type { CommandScope } from './commands/index.ts';
import { loadDeskKeys } from './desk-keys.ts';
import type { ListedKey } from './desk-keys.ts';
import styles from './key-map.module.css';

const WHERE: Readonly<Record<CommandScope, string>> = {
  global: 'everywhere',
  worklist: 'in the list',
  image: 'on the image',
  report: 'in the report',
};

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
  const onList = here.some((command) => command.scope === 'worklist');
  return (
    <>
      <KeyGroups keys={here} />
      {onList ? <KeysOfDesk here={here} /> : null}
    </>
  );
}

/** What the desk will have, while it is not open. */
function KeysOfDesk({ here }: { readonly here: readonly ListedKey[] }) {
  const registry = useCommandRegistry();
  const [desk, setDesk] = useState<readonly ListedKey[] | null>(null);
  useEffect(() => {
    let wanted = true;
    void loadDeskKeys().then((keys) => {
      if (wanted) setDesk(keys);
    });
    return () => {
      wanted = false;
    };
  }, []);
  const known = new Set(here.map((command) => command.id));
  const remapped = registry.remapTable();
  return (
    <section aria-labelledby="keys-of-desk">
      <h3 id="keys-of-desk" className={styles['part']}>
        On the desk, once a study is open
      </h3>
      {desk === null ? (
        <Skeleton width="100%" height="240px" />
      ) : (
        <KeyGroups
          keys={desk
            .filter(({ id }) => !known.has(id))
            .map((key) => ({ ...key, keys: (remapped[key.id] ?? key.keys).map(parseKey) }))}
        />
      )}
    </section>
  );
}

function KeyGroups({ keys }: { readonly keys: readonly ListedKey[] }) {
  const withKeys = keys.filter((command) => command.keys.length > 0);
  const headingOf = (command: ListedKey): string => `${command.group} · ${WHERE[command.scope]}`;
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

function KeyRow({ command }: { readonly command: ListedKey }) {
  return (
    <div className={styles['row']}>
      <dt>{command.title}</dt>
      <dd className={styles['key']}>
        {command.keys.map(parseKey).map((key) => (
          <span key={key} aria-label={keyLabel(key)} role="img">
            <Kbd keys={keyLabel(key)} />
          </span>
        ))}
      </dd>
    </div>
  );
}
