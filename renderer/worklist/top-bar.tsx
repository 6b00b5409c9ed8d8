import { useRef } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useStore } from 'zustand';
import {
  CommandKey,
  keyLabel,
  useAllCommands,
  useKeyDispatcher,
  useKeyLabel,
  useRegisterCommands,
} from '../app/commands/index.ts';
import type { RegisteredCommand } from '../app/commands/index.ts';
import { useServices } from '../app/services.tsx';
import { Button, Menu } from '../ui/index.ts';
import type { MenuItem } from '../ui/index.ts';
import { LIST_KEYS } from './list-keys.ts';
import { isRunning } from './transfers/transfers.ts';
import { useTransfers, useWorklist, useWorklistView } from './worklist-context.tsx';
import styles from './worklist-screen.module.css';

/** The one bar: search, import, transfers, who is signed in. */
export function TopBar() {
  const { access, layout } = useServices();
  const transfers = useTransfers();
  const running = useStore(transfers.view, (view) => [...view.jobs.values()].filter(isRunning).length);
  const shown = useStore(layout, (state) => state.transfersShown);
  const reader = useStore(access.view, (view) => view.state?.reader?.name ?? '');
  const transfersKey = useKeyLabel('app.transfers');
  return (
    <header className={styles['bar']}>
      <h1 className={styles['name']}>Nightjar</h1>
      <SearchField />
      <span className={styles['space']} />
      <CommandMenu label="Import" ids={['worklist.import-folder', 'worklist.import-files', 'worklist.open-samples']} />
      <Button
        tone="quiet"
        aria-pressed={shown}
        className={styles['transfersButton']}
        onClick={() => layout.setState({ transfersShown: !shown })}
        {...(transfersKey === undefined ? {} : { keyHint: transfersKey })}
      >
        Transfers <span className={styles['transfersCount']}>{running > 0 ? `◐ ${running}` : ''}</span>
      </Button>
      <CommandMenu
        label={<bdi>{reader}</bdi>}
        ids={[
          'app.lock',
          'app.end-shift',
          'app.people',
          'app.palette',
          'app.keys',
          'app.settings',
          'app.about',
          'app.quit',
        ]}
      />
    </header>
  );
}

/** A menu of commands with their keys. */
function CommandMenu({ label, ids }: { readonly label: ReactNode; readonly ids: readonly string[] }) {
  const commands = useAllCommands();
  const dispatcher = useKeyDispatcher();
  const items = ids
    .map((id) => commands.find((command) => command.id === id))
    .filter((command): command is RegisteredCommand => command !== undefined)
    .map((command): MenuItem => {
      const key = command.keys[0];
      const run = (): void => dispatcher.run(command.id);
      const disabled = command.enabled?.() === false;
      return {
        id: command.id,
        label: command.title,
        run,
        disabled,
        ...(key === undefined ? {} : { keyHint: keyLabel(key) }),
      };
    });
  return <Menu label={label} items={items} />;
}

function SearchField() {
  const worklist = useWorklist();
  const search = useWorklistView((view) => view.search);
  const field = useRef<HTMLInputElement>(null);
  useRegisterCommands([
    {
      ...LIST_KEYS.search,
      run: () => {
        field.current?.focus();
        field.current?.select();
      },
    },
  ]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') worklist.setSearch('');
    else if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    const list = document.querySelector<HTMLElement>('[data-scope="worklist"] [data-scope-focus]');
    (list?.querySelector<HTMLElement>('[data-study-id][tabindex="0"]') ?? list)?.focus();
  };
  return (
    <div role="search" className={styles['search']}>
      <input
        ref={field}
        type="search"
        aria-label="Search the worklist"
        placeholder="Search name, id, accession, study"
        value={search}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        className={styles['searchField']}
        onChange={(event) => worklist.setSearch(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <span className={styles['searchKey']}>
        <CommandKey id={LIST_KEYS.search.id} />
      </span>
    </div>
  );
}
