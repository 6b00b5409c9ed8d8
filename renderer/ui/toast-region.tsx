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

/** What is not as it should be interrupts who hears the screen; the rest waits for its turn. */
const KINDS = [
  ['status', (tone: Tone) => tone === 'note' || tone === 'ok'],
  ['alert', (tone: Tone) => tone === 'warning' || tone === 'failed'],
] as const;

/** Messages that need no answer, read aloud as they come. Where they will be read from is there before they are. */
export function ToastRegion({
  toasts,
  onDismiss,
}: {
  readonly toasts: readonly Toast[];
  readonly onDismiss: (id: number) => void;
}) {
  return (
    <section className={styles['region']} aria-label="Messages">
      {KINDS.map(([role, isOf]) => (
        <div key={role} role={role} aria-atomic="false">
          {toasts
            .filter(({ tone }) => isOf(tone))
            .map((toast) => (
              <ToastCard key={toast.id} toast={toast} onDismiss={onDismiss} />
            ))}
        </div>
      ))}
    </section>
  );
}

function ToastCard({ toast, onDismiss }: { readonly toast: Toast; readonly onDismiss: (id: number) => void }) {
  const { id, tone, title, detail } = toast;
  return (
    <div className={classNames(styles['toast'], toneClass(tone))} data-tone={tone}>
      <ToneMark tone={tone} />
      <div className={styles['words']}>
        <strong>{title}</strong>
        {detail === '' ? null : <p>{detail}</p>}
      </div>
      <IconButton label="Dismiss message" onClick={() => onDismiss(id)}>
        ✕
      </IconButton>
    </div>
  );
}
