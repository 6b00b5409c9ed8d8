import { Component } from 'react';
import type { ReactNode } from 'react';
import { Button, EmptyState } from '../ui/index.ts';
import { errorWords } from './notices/index.ts';

interface Props {
  /** Name of the part, as it begins a sentence: "The worklist". */
  readonly part: string;
  readonly children: ReactNode;
  /** Another way out than trying again. */
  readonly onLeave?: { readonly words: string; readonly run: () => void };
}

interface State {
  readonly failure: unknown;
}

/** A part that failed says so in its place; the rest of the window goes on. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { failure: null };

  static getDerivedStateFromError(failure: unknown): State {
    return { failure: failure ?? new Error('unknown failure') };
  }

  override render(): ReactNode {
    const { part, children, onLeave } = this.props;
    if (this.state.failure === null) return children;
    const said = errorWords(this.state.failure);
    return (
      <div role="alert" style={{ height: '100%' }}>
        <EmptyState
          title={`${part} failed: ${said.title.toLowerCase()}`}
          actions={
            <>
              {onLeave ? <Button onClick={onLeave.run}>{onLeave.words}</Button> : null}
              <Button tone="primary" onClick={() => this.setState({ failure: null })}>
                Show it again
              </Button>
            </>
          }
        >
          <p>{said.data}</p>
          <p>{said.next}</p>
        </EmptyState>
      </div>
    );
  }
}
