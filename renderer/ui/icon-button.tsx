import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import styles from './button.module.css';
import { classNames } from './class-names.ts';
import { Tooltip } from './tooltip.tsx';

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label' | 'title'> {
  /** Accessible name and tooltip. */
  readonly label: string;
  readonly keyHint?: string;
  /** For a button that stays in: true, false; left out for one that does not. */
  readonly pressed?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
  readonly children: ReactNode;
}

/** A square button with a picture; its name is read aloud and shown with its key when pointed at. */
export function IconButton({
  label,
  keyHint,
  pressed,
  className,
  children,
  type = 'button',
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={label} {...(keyHint ? { keyHint } : {})}>
      <button
        {...rest}
        type={type}
        aria-label={label}
        aria-keyshortcuts={keyHint?.replaceAll(' ', '+').replace('Ctrl', 'Control')}
        aria-pressed={pressed}
        className={classNames(
          styles['button'],
          styles['quiet'],
          styles['icon'],
          pressed === true && styles['pressed'],
          className,
        )}
      >
        {children}
      </button>
    </Tooltip>
  );
}
