import { useEffect, useId, useRef } from 'react';
import type { Macro, MacroFacts } from '../../../shared/model/macro.ts';
import { fitsStudy, limitWords } from '../../../shared/report/macros/find-macro.ts';
import { classNames, TextField } from '../../ui/index.ts';
import styles from './macros.module.css';

/** Macros by name: the search field keeps the keys, arrows choose, Enter inserts. */
export function MacroList({
  macros,
  own,
  facts,
  chosen,
  search,
  onSearch,
  onChoose,
  onInsert,
}: {
  readonly macros: readonly Macro[];
  readonly own: readonly Macro[];
  readonly facts: MacroFacts;
  readonly chosen: string | null;
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly onChoose: (macroId: string) => void;
  readonly onInsert: () => void;
}) {
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const place = macros.findIndex(({ macroId }) => macroId === chosen);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView?.({ block: 'nearest' });
  }, [chosen]);
  const move = (by: number): void => {
    const next = macros[Math.min(macros.length - 1, Math.max(0, place + by))];
    if (next) onChoose(next.macroId);
  };
  const mine = new Set(own.map(({ macroId }) => macroId));
  return (
    <div className={styles['list']}>
      <TextField
        label="Find a macro"
        data-autofocus=""
        role="combobox"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={place < 0 ? undefined : `${id}-${place}`}
        value={search}
        hint={macros.length === 0 ? 'None of this name.' : '↑ ↓ choose, Enter inserts'}
        onChange={(event) => onSearch(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp' && event.key !== 'Enter') return;
          event.preventDefault();
          if (event.key === 'Enter') onInsert();
          else move(event.key === 'ArrowDown' ? 1 : -1);
        }}
      />
      <ul id={`${id}-list`} ref={list} role="listbox" aria-label="Macros" className={styles['options']}>
        {macros.map((macro, at) => (
          <li
            key={macro.macroId}
            id={`${id}-${at}`}
            role="option"
            aria-selected={macro.macroId === chosen}
            className={classNames(styles['option'], fitsStudy(macro, facts) ? null : styles['elsewhere'])}
            onPointerDown={() => onChoose(macro.macroId)}
            onDoubleClick={onInsert}
          >
            <span className={styles['name']}>{macro.name}</span>
            <kbd className={styles['shorthand']}>{macro.shorthand}</kbd>
            <span className={styles['limits']}>
              {[limitWords(macro), mine.has(macro.macroId) ? 'mine' : ''].filter((one) => one !== '').join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
