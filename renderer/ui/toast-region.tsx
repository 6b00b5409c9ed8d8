import { IconButton } from './icon-button.tsx';
import styles from './toast-region.module.css';
import { classNames } from './class-names.ts';
import { toneClass, ToneMark } from './tone-mark.tsx';
import type { Tone } from './tone-mark.tsx';

export interface Toast {
  readonly id: number;
  readonly tone: Tone;
  readonly title: string;
  readonly detail: string;
}

/** Messages that need no answer, read aloud as they come. */
export function ToastRegion({
  toasts,
  onDismiss,
}: {
  readonly toasts: readonly Toast[];
  readonly onDismiss: (id: number) => void;
}) {
  return (
    <div className={styles['region']} role="log" aria-label="Messages" aria-live="polite">
      {toasts.map((toast) => (
        <div key={toast.id} className={classNames(styles['toast'], toneClass(toast.tone))}>
          <ToneMark tone={toast.tone} />
          <div className={styles['words']}>
            <strong>{toast.title}</strong>
            {toast.detail === '' ? null : <p>{toast.detail}</p>}
          </div>
          <IconButton label="Dismiss message" onClick={() => onDismiss(toast.id)}>
            ✕
          </IconButton>
        </div>
      ))}
    </div>
  );
}
