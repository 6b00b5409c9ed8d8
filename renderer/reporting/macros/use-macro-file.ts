import { useState } from 'react';
import type { Response } from '../../../shared/contract/index.ts';
import { useServices } from '../../app/services.tsx';
import type { Task } from '../../app/use-task.ts';

export type BroughtMacros = NonNullable<Response<'macros.bring'>['read']>;

export interface MacroFileWork {
  /** What a chosen file holds, until the reader has said whether it comes in. */
  readonly brought: BroughtMacros | null;
  readonly said: string;
  bring(): void;
  take(): void;
  leave(): void;
  write(): void;
}

/** Macros out of a file and into one. */
export function useMacroFile(task: Task, load: () => Promise<unknown>): MacroFileWork {
  const { link } = useServices();
  const [brought, setBrought] = useState<BroughtMacros | null>(null);
  const [said, setSaid] = useState('');
  const start = (work: () => Promise<void>): void => {
    setSaid('');
    task.start(work);
  };
  return {
    brought,
    said,
    leave: () => setBrought(null),
    bring: () =>
      start(async () => {
        const { read } = await link.call('macros.bring', {});
        if (read !== null) setBrought(read);
      }),
    take: () =>
      start(async () => {
        if (brought === null) return;
        const { taken, replaced } = await link.call('macros.take', { macros: brought.macros });
        await load();
        setBrought(null);
        setSaid(`${taken} came in, ${replaced} took the place of one of the same name.`);
      }),
    write: () =>
      start(async () => {
        const { token } = await link.call('app.chooseExport', { suggestedName: 'nightjar-macros.json' });
        if (token !== null) setSaid(`Written: ${(await link.call('macros.export', { token })).file}`);
      }),
  };
}
