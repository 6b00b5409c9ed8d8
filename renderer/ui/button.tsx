import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import styles from './button.module.css';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** primary: the one thing to do here. danger: loses something. quiet: no frame until pointed at. */
  readonly tone?: 'plain' | 'primary' | 'danger' | 'quiet';
  /** Key that does the same, shown beside the words. */
  readonly keyHint?: string;
  readonly ref?: Ref<HTMLButtonElement>;
  readonly children?: ReactNode;
}

/** A button whose words say what it does. */
export function Button({ tone = 'plain', keyHint, className, children, type = 'button', ...rest }: ButtonProps) {
  return (
    <button {...rest} type={type} className={classNames(styles['button'], styles[tone], className)}>
      {children}
      {keyHint ? <Kbd keys={keyHint} /> : null}
    </button>
  );
}
