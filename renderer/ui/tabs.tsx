import { useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { classNames } from './class-names.ts';
import styles from './tabs.module.css';

export interface Tab<Id extends string> {
  readonly id: Id;
  readonly label: string;
  readonly count?: number;
}

/** A row of tabs. Arrows move and choose; only the chosen one is in the tab order. */
export function Tabs<Id extends string>({
  label,
  tabs,
  chosen,
  onChoose,
  panelId,
}: {
  readonly label: string;
  readonly tabs: readonly Tab<Id>[];
  readonly chosen: Id;
  readonly onChoose: (id: Id) => void;
  /** Element that shows what the chosen tab holds. */
  readonly panelId: string;
}) {
  const row = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = tabs.findIndex((tab) => tab.id === chosen);
    const index = (at + step + tabs.length) % tabs.length;
    const next = tabs[index];
    if (!next) return;
    onChoose(next.id);
    row.current?.querySelectorAll<HTMLElement>('[role="tab"]')[index]?.focus();
  };
  return (
    <div ref={row} role="tablist" aria-label={label} className={styles['row']} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          aria-selected={tab.id === chosen}
          aria-controls={panelId}
          tabIndex={tab.id === chosen ? 0 : -1}
          className={classNames(styles['tab'], tab.id === chosen && styles['chosen'])}
          onClick={() => onChoose(tab.id)}
        >
          {tab.label}
          {tab.count === undefined ? null : <span className={styles['count']}>{tab.count}</span>}
        </button>
      ))}
    </div>
  );
}
