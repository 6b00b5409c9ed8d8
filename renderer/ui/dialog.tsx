import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './dialog.module.css';

export interface DialogProps {
  readonly title: string;
  readonly open: boolean;
  /** Escape and a press outside ask for this. */
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons, the safe one with `autoFocus`. */
  readonly actions?: ReactNode;
  readonly width?: 'narrow' | 'wide' | 'broad' | 'full';
  /** False for a question that must be answered. */
  readonly dismissible?: boolean;
  /** True where the content names itself: the title is then read aloud only. */
  readonly titleHidden?: boolean;
}

/** A native modal dialog: the browser keeps the focus inside, and gives it back when the dialog closes. */
export function Dialog(props: DialogProps) {
  return props.open ? <OpenDialog {...props} /> : null;
}

function OpenDialog({
  title,
  onClose,
  children,
  actions,
  width = 'narrow',
  dismissible = true,
  titleHidden = false,
}: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    if (!dialog?.open) dialog?.showModal();
    const first = dialog?.querySelector<HTMLElement>('[data-autofocus]');
    first?.focus();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      className={classNames(styles['dialog'], styles[width])}
      aria-labelledby={titleId}
      onKeyDown={(event) => {
        // Taken here: by itself the browser closes this dialog without asking, and those under it with it, where Escape comes again and
        // again and nothing is pressed in between.
        if (event.key !== 'Escape' || event.defaultPrevented || event.nativeEvent.isComposing) return;
        if (!(event.target instanceof Element) || event.target.closest('dialog') !== ref.current) return;
        event.preventDefault();
        if (dismissible) onClose();
      }}
      onCancel={(event) => {
        // A dialog that lies over this one has its own Escape.
        if (event.target !== ref.current) return;
        event.preventDefault();
        if (dismissible) onClose();
      }}
      onClose={(event) => {
        // A second Escape without a click in between closes it without asking: whether it goes is for its owner to say.
        if (event.target !== ref.current || ref.current.open) return;
        ref.current.showModal();
        if (dismissible) onClose();
      }}
      onPointerDown={(event) => {
        if (dismissible && event.target === ref.current) onClose();
      }}
    >
      <div className={styles['body']}>
        <h2 id={titleId} className={titleHidden ? styles['unseen'] : styles['title']}>
          {title}
        </h2>
        {children}
        {actions ? <div className={styles['actions']}>{actions}</div> : null}
      </div>
    </dialog>
  );
}
