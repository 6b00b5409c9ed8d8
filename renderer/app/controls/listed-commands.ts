import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { workingKeys } from '../../../shared/controls/working-keys.ts';
import { REPORT_KEYS } from '../../reporting/index.ts';
import { listKeys } from '../../worklist/index.ts';
import { parseKey, useAllCommands } from '../commands/index.ts';
import type { CommandFacts, ListedCommand } from '../commands/index.ts';
import { NEXT_STUDY, PREVIOUS_STUDY } from '../cases/beside-keys.ts';
import { BACK_TO_CASE, PUT_ASIDE } from '../put-aside.ts';
import { useServices } from '../services.tsx';

/** Commands of the list, and of the reading desk before there is one: its code is large and is fetched when somebody asks. */
export async function loadWaitingCommands(): Promise<readonly CommandFacts[]> {
  const { DESK_COMMANDS } = await import('../../reading/index.ts');
  return [
    ...listKeys(),
    ...DESK_COMMANDS.map(({ id, title, group, keys }): CommandFacts => ({ id, title, group, keys, scope: 'image' })),
    ...Object.values(REPORT_KEYS),
    PUT_ASIDE,
    BACK_TO_CASE,
    NEXT_STUDY,
    PREVIOUS_STUDY,
  ];
}

/** Every command of the program with the keys that really work, whether this screen has it or not; null while it is fetched. */
export function useListedCommands(): readonly ListedCommand[] | null {
  const here = useAllCommands();
  const own = useStore(useServices().controls.view, ({ controls }) => controls.keys);
  const [waiting, setWaiting] = useState<readonly CommandFacts[] | null>(null);
  useEffect(() => {
    let wanted = true;
    void loadWaitingCommands().then((commands) => {
      if (wanted) setWaiting(commands);
    });
    return () => {
      wanted = false;
    };
  }, []);
  if (waiting === null) return null;
  const known = new Set(here.map(({ id }) => id));
  const all = [
    ...here,
    ...waiting.filter(({ id }) => !known.has(id)).map((one) => ({ ...one, defaultKeys: one.keys.map(parseKey) })),
  ];
  const working = workingKeys(all, own);
  return all.map(({ id, title, group, scope, defaultKeys }) => ({
    ...{ id, title, group, scope, defaultKeys },
    keys: working.get(id) ?? [],
  }));
}
