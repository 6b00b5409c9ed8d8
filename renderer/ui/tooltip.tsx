import { useId, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { Kbd } from './kbd.tsx';
import styles from './tooltip.module.css';

/** Words and key under the control that is pointed at or has the focus. Escape hides it. */
export function Tooltip({
  text,
  keyHint,
  children,
}: {
  readonly text: string;
  readonly keyHint?: string;
  readonly children: ReactNode;
}) {
  const [shown, setShown] = useState(false);
  const id = useId();
  const hide = (): void => setShown(false);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') hide();
  };
  return (
    <span
      className={styles['anchor']}
      onPointerEnter={() => setShown(true)}
      onPointerLeave={hide}
      onPointerDown={hide}
      onFocus={(event) => setShown(event.target.matches(':focus-visible'))}
      onBlur={hide}
      onKeyDown={onKeyDown}
    >
      {children}
      {shown ? (
        <span role="tooltip" id={id} className={styles['tip']}>
          {text}
          {keyHint ? <Kbd keys={keyHint} /> : null}
        </span>
      ) : null}
    </span>
  );
}
