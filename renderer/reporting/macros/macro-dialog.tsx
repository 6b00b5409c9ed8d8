import { useState } from 'react';
import type { Macro, MacroFacts } from '../../../shared/model/macro.ts';
import { searchMacros } from '../../../shared/report/macros/find-macro.ts';
import { errorWords } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import { useTask } from '../../app/use-task.ts';
import { Button, Dialog, Skeleton } from '../../ui/index.ts';
import { MacroBrought } from './macro-brought.tsx';
import { MacroForm } from './macro-form.tsx';
import { MacroList } from './macro-list.tsx';
import { MacroPreview } from './macro-preview.tsx';
import styles from './macros.module.css';
import type { Macros } from './use-macros.ts';
import { useMacroFile } from './use-macro-file.ts';

const NEW: Macro = { macroId: '', name: '', shorthand: '', text: '', modalities: [], bodyParts: [], sexes: [] };

/** Macros by name: put into the report, written, taken from and to a file. */
export function MacroDialog({
  macros,
  load,
  onInsert,
  onClose,
}: {
  readonly macros: Macros | null;
  readonly load: () => Promise<Macros>;
  readonly onInsert: (macro: Macro, facts: MacroFacts) => void;
  readonly onClose: () => void;
}) {
  const { link } = useServices();
  const task = useTask();
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const [written, setWritten] = useState<Macro | null>(null);
  const file = useMacroFile(task, load);
  const found = macros === null ? [] : searchMacros([...macros.own, ...macros.shipped], search, macros.facts);
  const macro = found.find(({ macroId }) => macroId === chosen) ?? found[0] ?? null;
  const isOwn = macros?.own.some(({ macroId }) => macroId === macro?.macroId) === true;
  const failure = task.failure === null ? null : errorWords(task.failure);
  const change = (work: () => Promise<unknown>): void =>
    task.start(async () => {
      await work();
      await load();
      setWritten(null);
    });
  return (
    <Dialog
      title="Macros"
      open
      width="broad"
      onClose={written === null ? onClose : () => setWritten(null)}
      actions={
        <>
          <span className={styles['said']} role={failure ? 'alert' : 'status'}>
            {failure ? `${failure.title}. ${failure.next}` : file.said}
          </span>
          <Button disabled={task.busy} onClick={() => setWritten({ ...NEW, macroId: crypto.randomUUID() })}>
            New macro
          </Button>
          <Button disabled={task.busy} onClick={file.bring}>
            Import …
          </Button>
          <Button disabled={task.busy || macros === null || macros.own.length === 0} onClick={file.write}>
            Export mine …
          </Button>
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      {macros === null ? (
        <Skeleton width="100%" height="320px" />
      ) : (
        <div className={styles['two']}>
          <MacroList
            macros={found}
            own={macros.own}
            facts={macros.facts}
            chosen={macro?.macroId ?? null}
            search={search}
            onSearch={setSearch}
            onChoose={setChosen}
            onInsert={() => {
              if (macro !== null) onInsert(macro, macros.facts);
            }}
          />
          {file.brought !== null ? (
            <MacroBrought brought={file.brought} busy={task.busy} onTake={file.take} onLeave={file.leave} />
          ) : written === null ? (
            <MacroPreview
              macro={macro}
              facts={macros.facts}
              isOwn={isOwn}
              busy={task.busy}
              onInsert={() => {
                if (macro !== null) onInsert(macro, macros.facts);
              }}
              onWrite={(one) => setWritten(isOwn ? one : { ...one, macroId: crypto.randomUUID() })}
              onRemove={({ macroId }) => change(() => link.call('macros.remove', { macroId }))}
            />
          ) : (
            <MacroForm
              key={written.macroId}
              macro={written}
              facts={macros.facts}
              busy={task.busy}
              onSave={(one) => {
                setChosen(one.macroId);
                change(() => link.call('macros.save', { macro: one }));
              }}
              onLeave={() => setWritten(null)}
            />
          )}
        </div>
      )}
    </Dialog>
  );
}
