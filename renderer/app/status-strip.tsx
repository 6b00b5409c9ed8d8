import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { Kbd } from '../ui/index.ts';
import { useFocusScope, useKeyDispatcher, useKeyLabel } from './commands/index.ts';
import type { FocusScope } from './commands/index.ts';
import { useServices } from './services.tsx';
import styles from './status-strip.module.css';

const SCOPE_WORDS: Readonly<Record<FocusScope, string>> = {
  worklist: 'LIST',
  image: 'IMAGE',
  report: 'REPORT',
  none: '—',
};

/** What is offered quietly stands in the last line, so that nothing on the screen moves for it. */
export function roomInStrip(): Element | null {
  return document.querySelector('footer [data-strip-room]');
}

/** The last line of every screen: what kind of store this is, and where keys go. */
export function StatusStrip({ children }: { readonly children?: ReactNode }) {
  const { access } = useServices();
  const kind = useStore(access.view, (view) => view.state?.kind);
  const open = useStore(access.view, (view) => view.state?.store === 'open');
  return (
    <footer className={styles['strip']}>
      {kind === 'evaluation' ? (
        <span className={styles['evaluation']}>
          <span aria-hidden="true">▲ </span>Evaluation store — not for clinical use
        </span>
      ) : null}
      <span className={styles['space']} data-strip-room="" />
      {children}
      {open ? <KeysMark /> : null}
    </footer>
  );
}

function KeysMark() {
  const scope = useFocusScope();
  const dispatcher = useKeyDispatcher();
  const key = useKeyLabel('app.toggle-keys');
  const held = useStore(dispatcher.hold.view, (view) => view.by) !== null && scope === 'report';
  return (
    <button
      type="button"
      className={styles['keys']}
      data-keys={scope}
      tabIndex={-1}
      data-held={held}
      title={
        held
          ? 'The keys stay in the report while the mouse works on the images. Press to give them to the next part'
          : 'Where keys go. Press to give them to the next part'
      }
      onClick={() => dispatcher.toggleScope()}
    >
      KEYS → {SCOPE_WORDS[scope]}
      {held ? ' · HELD' : null}
      {key === undefined ? null : <Kbd keys={key} />}
    </button>
  );
}
