import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import { Button } from '../ui/index.ts';
import styles from './settings-dialog.module.css';

const MOVES: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_at, count) => count - 1,
};

/** The groups of a long page, as they stand there now: one key stop, arrows between them, Enter goes there. */
export function JumpList({ place }: { readonly place: RefObject<HTMLElement | null> }) {
  const names = useGroups(place);
  const [current, setCurrent] = useState(0);
  const list = useRef<HTMLElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = MOVES[event.key];
    if (move === undefined || names.length === 0) return;
    event.preventDefault();
    const next = move(Math.min(current, names.length - 1), names.length);
    setCurrent(next);
    list.current?.querySelectorAll('button').item(next).focus();
  };
  const jump = (at: number): void => {
    setCurrent(at);
    const group = place.current === null ? null : (groupsIn(place.current)[at] ?? null);
    group?.scrollIntoView({ block: 'start' });
    group?.querySelector<HTMLElement>('button:enabled, input:enabled, select:enabled, summary')?.focus({
      preventScroll: true,
    });
  };
  return (
    <nav ref={list} className={styles['jumps']} aria-label="Groups of settings">
      {names.map((name, at) => (
        // Two groups never have one name.
        <Button
          key={name}
          tone="quiet"
          tabIndex={at === Math.min(current, names.length - 1) ? 0 : -1}
          onKeyDown={onKeyDown}
          onClick={() => jump(at)}
        >
          {name}
        </Button>
      ))}
    </nav>
  );
}

/** Some groups come when the station has answered, and some are not for everybody. */
function useGroups(place: RefObject<HTMLElement | null>): readonly string[] {
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => {
    const page = place.current;
    if (page === null) return undefined;
    const look = (): void => {
      const found = groupsIn(page).map((group) => group.querySelector(':scope > legend')?.textContent ?? '');
      setNames((before) => (before.join('\n') === found.join('\n') ? before : found));
    };
    look();
    const observer = new MutationObserver(look);
    observer.observe(page, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [place]);
  return names;
}

function groupsIn(page: HTMLElement): HTMLElement[] {
  return [...page.querySelectorAll<HTMLElement>(':scope > fieldset, :scope > div > fieldset')].filter(
    (group) => (group.querySelector(':scope > legend')?.textContent ?? '') !== '',
  );
}
