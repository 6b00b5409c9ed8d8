import {
  Activity,
  Box,
  ArrowUpRight,
  Axis3d,
  ChevronsLeftRight,
  Crosshair,
  HeartPulse,
  Gem,
  Pentagon,
  SlidersHorizontal,
  Spline,
  Tag,
  Waypoints,
  Contrast,
  Egg,
  EqualNot,
  Hand,
  Layers2,
  Link2,
  Lasso,
  MoveVertical,
  Pipette,
  Play,
  Redo2,
  RefreshCw,
  RotateCw,
  Ruler,
  Search,
  Square,
  Circle,
  SunMedium,
  FlipHorizontal2,
  TriangleRight,
  Undo2,
  X,
  ZoomIn,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useKeyLabel } from '../app/commands/index.ts';
import { useRefusal } from '../app/may.ts';
import { IconButton } from '../ui/index.ts';
import type { PrimaryTool } from '../viewer/index.ts';
import { DESK_COMMANDS, isDrawing, TOOL_COMMANDS } from './commands.ts';
import type { DeskCommand } from './commands.ts';
import { useDesk, useDeskLayout, useDeskRuntime, useDeskSaved } from './desk-context.tsx';
import { HabitOffer } from './hanging/habit-offer.tsx';
import { StageSteps } from './hanging/stage-steps.tsx';
import { PresetMenu } from './preset-menu.tsx';
import styles from './reading-desk.module.css';
import { LinkMenu } from './navigation/link-menu.tsx';
import { RegisterMark } from './navigation/register-mark.tsx';
import { useIsFused } from './fusion/fusion-choice.tsx';
import { runDeskAction } from './run-action.ts';
import { isReformatCell } from './stores.ts';
import { ToolOptions } from './tool-options.tsx';

const TOOL_ICONS: Readonly<Record<PrimaryTool, LucideIcon>> = {
  window: SunMedium,
  scroll: MoveVertical,
  zoom: ZoomIn,
  pan: Hand,
  magnify: Search,
  length: Ruler,
  bidirectional: X,
  angle: TriangleRight,
  cobb: EqualNot,
  rectangle: Square,
  ellipse: Egg,
  circle: Circle,
  freehand: Lasso,
  probe: Pipette,
  arrow: ArrowUpRight,
  polyline: Spline,
  perpendicular: Crosshair,
  'open-angle': ChevronsLeftRight,
  polygon: Pentagon,
  cardiothoracic: HeartPulse,
  'leg-axis': Waypoints,
  doppler: Activity,
  'spine-label': Tag,
  threshold: SlidersHorizontal,
  'threshold-volume': Box,
  calcium: Gem,
};

const ACTION_ICONS: Readonly<Record<string, LucideIcon>> = {
  'image.invert': Contrast,
  'image.flip': FlipHorizontal2,
  'image.rotate': RotateCw,
  'image.cine': Play,
  'image.mpr': Axis3d,
  'image.fuse': Layers2,
  'image.link': Link2,
  'image.undo': Undo2,
  'image.redo': Redo2,
  'image.reset': RefreshCw,
};

/** Everything within reach of the mouse, each with its key. */
export function ToolBar() {
  const tool = useDeskRuntime((runtime) => runtime.tool);
  const linked = useDeskRuntime((runtime) => runtime.linked);
  const cine = useDeskRuntime((runtime) => runtime.cine);
  const isFused = useIsFused();
  const reformatted = useDeskLayout((layout) => layout.cells.some(isReformatCell));
  const canUndo = useDeskRuntime((runtime) => runtime.canUndo);
  const canRedo = useDeskRuntime((runtime) => runtime.canRedo);
  const noDrawing = useRefusal('reading.saveMeasurement');
  return (
    <div className={styles['toolBar']} role="toolbar" aria-label="Tools" data-scope="image">
      {TOOL_COMMANDS.map((command) => {
        const own = command.action.do === 'tool' ? command.action.tool : null;
        const Icon = own ? TOOL_ICONS[own] : Square;
        const refusal = isDrawing(command) ? noDrawing : null;
        return (
          <CommandButton key={command.id} command={command} icon={Icon} pressed={own === tool} refusal={refusal} />
        );
      })}
      <span className={styles['divider']} />
      {DESK_COMMANDS.filter(({ id }) => id in ACTION_ICONS).map((command) => (
        <CommandButton
          key={command.id}
          command={command}
          icon={ACTION_ICONS[command.id] ?? Square}
          {...(command.id === 'image.link' ? { pressed: linked } : {})}
          {...(command.id === 'image.mpr' ? { pressed: reformatted } : {})}
          {...(command.id === 'image.fuse' ? { pressed: isFused } : {})}
          {...(command.id === 'image.cine' ? { pressed: cine } : {})}
          disabled={(command.id === 'image.undo' && !canUndo) || (command.id === 'image.redo' && !canRedo)}
        />
      ))}
      <div className={styles['choices']}>
        <span className={styles['divider']} />
        <LayoutChoice />
        <LinkMenu />
        <StageSteps />
        <HabitOffer />
        <PresetMenu />
        <ToolOptions />
        <span className={styles['spring']} />
        <RegisterMark />
        <CineMark />
        <SavedMark />
      </div>
    </div>
  );
}

function CommandButton({
  command,
  icon: Icon,
  pressed,
  disabled = false,
  refusal = null,
}: {
  readonly command: DeskCommand;
  readonly icon: LucideIcon;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  /** Why it is not for whoever is here. */
  readonly refusal?: string | null;
}) {
  const desk = useDesk();
  const key = useKeyLabel(command.id);
  return (
    <IconButton
      label={refusal === null ? command.title : `${command.title}. ${refusal}`}
      {...(key === undefined ? {} : { keyHint: key })}
      {...(pressed === undefined ? {} : { pressed })}
      disabled={disabled || refusal !== null}
      className={styles['tool']}
      onClick={() => runDeskAction(desk, command.action)}
    >
      <Icon size={16} aria-hidden="true" />
      <span className={styles['toolKey']} aria-hidden="true">
        {key !== undefined && key.length === 1 ? key : ''}
      </span>
    </IconButton>
  );
}

const CHOICES = [
  [1, 1],
  [1, 2],
  [1, 3],
  [2, 2],
  [2, 3],
  [3, 3],
  [2, 4],
  [4, 4],
] as const;

function LayoutChoice() {
  const desk = useDesk();
  const now = useDeskLayout((layout) => `${layout.rows}x${layout.columns}`);
  const listed = CHOICES.some(([rows, columns]) => `${rows}x${columns}` === now);
  return (
    <label className={styles['choice']}>
      Layout
      <select
        value={now}
        onChange={(event) => {
          const [rows, columns] = event.target.value.split('x').map(Number);
          if (rows !== undefined && columns !== undefined) desk.setLayout(rows, columns);
        }}
      >
        {listed ? null : <option value={now}>{now.replace('x', ' × ')}</option>}
        {CHOICES.map(([rows, columns]) => (
          <option key={`${rows}x${columns}`} value={`${rows}x${columns}`}>
            {rows} × {columns}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A cine that is slower than it was taken shows movement slower than it is. */
function CineMark() {
  const rate = useDeskRuntime((runtime) => runtime.cineRate);
  if (!rate) return null;
  const basis = rate.basis === 'assumed' ? ', assumed: no times' : '';
  const faster = rate.speed === undefined ? '' : `, ${rate.speed} × as fast as it was`;
  const wanted = `${rate.wanted} fps${basis}${faster}`;
  if (!rate.behind) return <span className={styles['quiet']}>cine {wanted}</span>;
  return (
    <strong className={styles['warning']}>
      cine {rate.shown} of {wanted}
    </strong>
  );
}

function SavedMark() {
  const state = useDeskSaved((saved) => saved.state);
  const unsaved = useDeskSaved((saved) => saved.unsaved);
  const savedAt = useDeskSaved((saved) => saved.savedAt);
  if (state === 'failed') {
    return (
      <strong role="status" className={styles['warning']}>
        {unsaved === 1 ? '1 measurement' : `${unsaved} measurements`} not saved yet, trying again …
      </strong>
    );
  }
  if (state === 'saving') return <span className={styles['quiet']}>saving …</span>;
  if (savedAt === null) return null;
  return <span className={styles['quiet']}>measurements saved {new Date(savedAt).toLocaleTimeString('en-GB')}</span>;
}
