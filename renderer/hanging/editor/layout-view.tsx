import { useLayoutEffect, useRef } from 'react';
import type { DragEvent, KeyboardEvent } from 'react';
import type { HangingMonitor } from '../../../shared/hanging/protocol/case-facts.ts';
import { dealScreens } from '../../../shared/hanging/protocol/deal-screens.ts';
import type { DisplaySet } from '../../../shared/hanging/protocol/display-set.ts';
import { cellAt } from '../../../shared/hanging/protocol/edit/cells.ts';
import type { Side } from '../../../shared/hanging/protocol/edit/cells.ts';
import { displayWords, lookWords, missingWords } from '../../../shared/hanging/protocol/edit/words.ts';
import type { Box, HangingProtocol, Stage } from '../../../shared/hanging/protocol/protocol.ts';
import { classNames } from '../../ui/index.ts';
import { useDocument, useEditor, useEditorView } from './editor-context.ts';
import { chosenCell } from './editor-state.ts';
import type { ProtocolEditorState } from './editor-state.ts';
import styles from './editor.module.css';
import { screenWords } from './monitor-words.ts';

const ARROWS: Readonly<Record<string, Side>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};
/** Of the screen, for one press. */
const EDGE_STEP = 0.05;
/** Width by height of the picture area of a monitor. */
const RATIO: Readonly<Record<HangingMonitor['orientation'], number>> = { landscape: 1.6, portrait: 0.7 };

/** The layout of the chosen stage, to scale: cells on the screens that it asks for. */
export function LayoutView({
  monitors,
  onEnter,
}: {
  readonly monitors: readonly HangingMonitor[];
  /** The reader wants to choose what the cell shows. */
  readonly onEnter: () => void;
}) {
  const editor = useEditor();
  const { stages } = useDocument();
  const at = useEditorView((view) => view.at);
  const place = useRef<HTMLDivElement>(null);
  const stage = stages.find(({ id }) => id === at.stage);
  const spot = `${at.stage} ${at.screen} ${at.box}`;
  // The keys go with the choice: only where they were in the layout.
  useLayoutEffect(() => {
    const active = place.current?.contains(document.activeElement) ?? false;
    if (active) place.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
  }, [spot, stages]);
  if (!stage) return null;
  const dealt = dealScreens(stage.screens, monitors);
  return (
    <div
      ref={place}
      role="listbox"
      data-part=""
      aria-label={`Cells of ${stage.name}`}
      aria-orientation="horizontal"
      className={styles['screens']}
      data-focus-home=""
      onKeyDown={(event) => pressed(event, editor, stage, onEnter)}
    >
      {stage.screens.map(({ boxes, on }, screen) => {
        const orientation = monitors[dealt[screen] ?? 0]?.orientation ?? 'landscape';
        const ratio = RATIO[orientation];
        return (
          <div
            // A screen has no name but its place.
            key={screen}
            role="group"
            aria-label={screenWords({ on }, screen)}
            className={styles['screen']}
            style={{ aspectRatio: ratio, flexGrow: ratio, maxWidth: `${ratio * 46}vh` }}
          >
            {stage.screens.length > 1 || on ? (
              <span aria-hidden="true" className={styles['screenName']}>
                {screen + 1}
                {on ? ` · ${on}` : ''}
              </span>
            ) : null}
            {boxes.map((box, index) => (
              <Cell key={index} box={box} screen={screen} index={index} />
            ))}
          </div>
        );
      })}
    </div>
  );
}

function Cell({ box, screen, index }: { readonly box: Box; readonly screen: number; readonly index: number }) {
  const editor = useEditor();
  const document = useDocument();
  const isChosen = useEditorView(({ at }) => at.screen === screen && at.box === index);
  const display = document.displaySets.find(({ id }) => id === box.show);
  const percent = (share: number): string => `${share * 100}%`;
  const set = document.imageSets.find(({ id }) => id === display?.set);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    const { at } = editor.store.getState();
    editor.act({ do: 'swap', at, other: { ...at, screen, box: index } });
    editor.chooseCell(screen, index);
  };
  return (
    <div
      role="option"
      aria-selected={isChosen}
      tabIndex={isChosen ? 0 : -1}
      data-home-focus={isChosen ? '' : undefined}
      data-cell={`${screen + 1}.${index + 1}`}
      draggable
      className={classNames(
        styles['cell'],
        isChosen && styles['chosen'],
        set && set.of !== 'current' && styles['prior'],
      )}
      style={{ left: percent(box.x), top: percent(box.y), width: percent(box.width), height: percent(box.height) }}
      onClick={() => editor.chooseCell(screen, index)}
      onFocus={() => editor.chooseCell(screen, index)}
      onDragStart={(event) => {
        editor.chooseCell(screen, index);
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', String(index));
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      <strong className={styles['cellName']}>{display?.label ?? box.show}</strong>
      {display ? (
        <>
          <span className={styles['cellShows']}>{displayWords(display, document)}</span>
          <span className={styles['cellLooks']}>{lookLine(display, document)}</span>
        </>
      ) : null}
    </div>
  );
}

/** What there is no room for in a small cell. */
export function ChosenCell() {
  const document = useDocument();
  const at = useEditorView((view) => view.at);
  const { box } = chosenCell(document, at);
  const display = document.displaySets.find(({ id }) => id === box?.show);
  if (!display) return null;
  return (
    <p>
      <strong>{display.label}</strong>: {displayWords(display, document)}.{' '}
      <span className={styles['quiet']}>{lookLine(display, document)}</span>
    </p>
  );
}

function lookLine(display: DisplaySet, document: HangingProtocol): string {
  return [lookWords(display.look ?? {}), missingWords(display.missing, document)].filter(Boolean).join(' · ');
}

function pressed(event: KeyboardEvent, editor: ProtocolEditorState, stage: Stage, onEnter: () => void): void {
  const { at } = editor.store.getState();
  const side = ARROWS[event.key];
  const isBare = !event.ctrlKey && !event.altKey;
  if (side) arrow(event, editor, stage, side);
  else if (event.key === 'Enter' && isBare) onEnter();
  else if (event.key === 'Delete') editor.act({ do: 'remove-cell', at });
  else if (event.key.toLowerCase() === 's' && isBare) {
    editor.act({ do: 'split', at, into: event.shiftKey ? 'column' : 'row' });
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Alone: to the next cell. Ctrl: what the two show changes places. Shift: the two become one. Alt: the edge between them moves. */
function arrow(event: KeyboardEvent, editor: ProtocolEditorState, stage: Stage, side: Side): void {
  const { at } = editor.store.getState();
  if (event.altKey) return moveNearestEdge(editor, stage, side);
  if (event.shiftKey) return void editor.act({ do: 'merge', at, side });
  const next = cellAt(stage.screens, at, side);
  if (!next) return editor.say('There is no cell at that side.');
  if (event.ctrlKey) editor.act({ do: 'swap', at, other: { ...at, ...next } });
  editor.chooseCell(next.screen, next.box);
}

/** The right or lower edge where there is one to move, else the other. */
export function moveNearestEdge(editor: ProtocolEditorState, stage: Stage, towards: Side): void {
  const { at } = editor.store.getState();
  const box = stage.screens[at.screen]?.boxes[at.box];
  if (!box) return;
  const isAcross = towards === 'left' || towards === 'right';
  const isAtEnd = isAcross ? box.x + box.width > 0.999 : box.y + box.height > 0.999;
  const side: Side = isAcross ? (isAtEnd ? 'left' : 'right') : isAtEnd ? 'up' : 'down';
  const by = towards === 'left' || towards === 'up' ? -EDGE_STEP : EDGE_STEP;
  editor.act({ do: 'move-edge', at, side, by }, `edge ${at.stage} ${at.screen} ${at.box} ${side}`);
}
