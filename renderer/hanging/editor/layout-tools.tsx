import type { Side } from '../../../shared/hanging/protocol/edit/cells.ts';
import { Button } from '../../ui/index.ts';
import { useDocument, useEditor, useEditorView } from './editor-context.ts';
import styles from './editor.module.css';
import { KIND_WORDS } from './monitor-words.ts';

const GRIDS = ['1x1', '1x2', '2x1', '1x3', '2x2', '2x3', '3x2', '2x4', '3x3', '3x4', '4x4'];
const MERGES: readonly (readonly [side: Side, glyph: string, words: string])[] = [
  ['left', '←', 'to the left'],
  ['right', '→', 'to the right'],
  ['up', '↑', 'above'],
  ['down', '↓', 'below'],
];

const KINDS = ['diagnostic', 'colour'] as const;

/** What can be done to the layout by hand; the keys do the same. */
export function LayoutTools() {
  const editor = useEditor();
  const { stages } = useDocument();
  const at = useEditorView((view) => view.at);
  const screens = stages.find(({ id }) => id === at.stage)?.screens ?? [];
  const shape = shapeOf(screens[at.screen]?.boxes ?? []);
  return (
    <>
      <div className={styles['tools']} role="group" aria-label="Layout" data-focus-home="">
        <label className={styles['row']}>
          {screens.length > 1 ? `Grid of screen ${at.screen + 1}` : 'Grid'}
          <select
            value={shape}
            onChange={({ target }) => {
              const [rows = 0, columns = 0] = target.value.split('x').map(Number);
              if (rows > 0 && columns > 0) editor.act({ do: 'grid', at, rows, columns });
            }}
          >
            {[...(GRIDS.includes(shape) ? [] : [shape]), ...GRIDS].map((value) => (
              <option key={value} value={value}>
                {gridWords(value)}
              </option>
            ))}
          </select>
        </label>
        <Button aria-keyshortcuts="S" onClick={() => editor.act({ do: 'split', at, into: 'row' })}>
          Split side by side
        </Button>
        <Button aria-keyshortcuts="Shift+S" onClick={() => editor.act({ do: 'split', at, into: 'column' })}>
          Split above and below
        </Button>
        <span className={styles['row']} role="group" aria-label="Merge with the cell">
          Merge
          {MERGES.map(([side, glyph, words]) => (
            <Button
              key={side}
              aria-label={`Merge with the cell ${words}`}
              onClick={() => editor.act({ do: 'merge', at, side })}
            >
              {glyph}
            </Button>
          ))}
        </span>
        <label className={styles['row']}>
          {screens.length > 1 ? `Screen ${at.screen + 1} on` : 'On'}
          <select
            value={screens[at.screen]?.on ?? ''}
            onChange={({ target: { value } }) =>
              editor.act({ do: 'set-screen', at, on: KINDS.find((kind) => kind === value) })
            }
          >
            <option value="">any monitor</option>
            {KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {KIND_WORDS[kind]}
              </option>
            ))}
          </select>
        </label>
        <Button onClick={() => editor.act({ do: 'remove-cell', at })}>Remove cell</Button>
        <Button onClick={() => editor.act({ do: 'add-screen', stage: at.stage })}>Add a screen</Button>
        <Button onClick={() => editor.act({ do: 'remove-screen', at })}>Remove screen {at.screen + 1}</Button>
      </div>
      <p className={styles['quiet']}>
        Arrows choose a cell, Enter what it shows. Ctrl+arrow or a drag moves what it shows to another cell, Shift+arrow
        merges, Alt+arrow moves an edge, S and Shift+S split, Delete removes.
      </p>
    </>
  );
}

function gridWords(value: string): string {
  const [rows, columns] = value.split('x');
  return columns === undefined ? 'Uneven' : `${rows} × ${columns}`;
}

/** "2x3" where all cells are of one size; else "uneven". */
function shapeOf(boxes: readonly { readonly width: number; readonly height: number }[]): string {
  const [first] = boxes;
  if (!first) return 'uneven';
  const [rows, columns] = [Math.round(1 / first.height), Math.round(1 / first.width)];
  const isEven = boxes.every(
    ({ width, height }) => Math.abs(width * columns - 1) < 0.01 && Math.abs(height * rows - 1) < 0.01,
  );
  return isEven && rows * columns === boxes.length ? `${rows}x${columns}` : 'uneven';
}
