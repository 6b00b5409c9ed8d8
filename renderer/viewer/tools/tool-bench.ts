import { Enums, ToolGroupManager, addTool, annotation as annotations, removeTool } from '@cornerstonejs/tools';
import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import { dragNameOf, partsOfDrag } from '../../../shared/controls/mouse-rules.ts';
import { DragName, PROGRAM_CONTROLS } from '../../../shared/model/controls.ts';
import type { DragAct, DragActs } from '../../../shared/model/controls.ts';
import type { MeasureTool } from '../../../shared/model/measurement.ts';
import type { ImageSource } from '../image-source.ts';
import { DRAWING_TOOLS } from './drawing-tools.ts';
import { Drawings } from './drawings.ts';
import { LastAct } from './early-press.ts';
import { NAVIGATION_TOOLS } from './navigation-tools.ts';
import type { DragStep, NavigationTool } from './navigation-tools.ts';
import { POINT_DRAWINGS } from './point-drawings.ts';
import { PointsTool } from './points-tool.ts';
import { TEXT_MARGIN, TEXT_SIZE } from './text-size.ts';

export type PrimaryTool = NavigationTool | MeasureTool;

export interface Drag {
  readonly tool: NavigationTool;
  readonly step: DragStep;
}

const { Primary } = Enums.MouseBindings;

/** A drag that is not the plain left button's, in Cornerstone's numbers, and the tool that it has. */
interface OtherDrag {
  readonly tool: NavigationTool;
  readonly binding: { readonly mouseButton: Enums.MouseBindings; readonly modifierKey?: Enums.KeyboardBindings };
}

/** Which tool each button holds: left what the tool bar says, the others what the reader chose (ui.md: window and pan). */
export class ToolBench {
  readonly drawings: Drawings;
  readonly #engineId: string;
  readonly #groupId: string;
  readonly #drags = new Emitter<Drag>();
  readonly #bag = new DisposerBag();
  #primary: PrimaryTool = 'window';
  #drag: DragActs = PROGRAM_CONTROLS.mouse.drag;
  readonly #lastAct = new LastAct(window);
  #takenAt = 0;

  constructor(source: ImageSource, engineId: string) {
    this.#engineId = engineId;
    this.#groupId = `tools-${engineId}`;
    this.drawings = new Drawings(source);
    this.#bag.add(() => this.drawings.dispose());
    this.#bag.add(() => this.#lastAct.dispose());
    const group = ToolGroupManager.createToolGroup(this.#groupId);
    this.#bag.add(() => ToolGroupManager.destroyToolGroup(this.#groupId));
    const navigation = { dragged: (tool: NavigationTool, step: DragStep) => this.#drags.emit({ tool, step }) };
    for (const tool of Object.values(NAVIGATION_TOOLS)) {
      this.#register(tool);
      group?.addTool(tool.toolName, { sink: navigation });
    }
    const { sink } = this.drawings;
    for (const [kind, tool] of Object.entries(DRAWING_TOOLS)) {
      this.#register(tool);
      group?.addTool(tool.toolName, {
        sink,
        getTextLines: sink.lines,
        getTextCallback: sink.askText,
        ...(kind === 'freehand' ? { allowOpenContours: false, calculateStats: true } : {}),
        ...(kind === 'arrow' ? { arrowFirst: true } : {}),
      });
      group?.setToolPassive(tool.toolName);
    }
    annotations.config.style.setDefaultToolStyles(drawingStyle());
    this.setPrimary('window');
  }

  get primary(): PrimaryTool {
    return this.#primary;
  }

  /** When the left button was given its tool, ms of the page's clock. */
  get takenAt(): number {
    return this.#takenAt;
  }

  onDrag(listener: (drag: Drag) => void): Disposer {
    return this.#drags.on(listener);
  }

  setPrimary(tool: PrimaryTool): void {
    const group = ToolGroupManager.getToolGroup(this.#groupId);
    if (!group) return;
    this.cancel();
    if (tool !== this.#primary) this.#takenAt = this.#lastAct.at;
    this.#rest();
    this.#primary = tool;
    this.#activate();
  }

  /** What the other drags do. Takes effect with the next press. */
  setOthers(drag: DragActs): void {
    const isSame = DragName.options.every((name) => drag[name] === this.#drag[name]);
    if (isSame) return;
    this.#rest();
    this.#drag = drag;
    this.#activate();
  }

  /** What a press begins that is not the tool of the left button; null: it is. */
  actOf(event: MouseEvent): DragAct | null {
    const name = dragNameOf(event.buttons, event);
    return name === null ? null : this.#drag[name];
  }

  #rest(): void {
    const group = ToolGroupManager.getToolGroup(this.#groupId);
    for (const name of new Set([this.#primary, ...others(this.#drag).map(({ tool }) => tool)])) {
      group?.setToolPassive(nameOf(name), { removeAllBindings: true });
    }
  }

  #activate(): void {
    const group = ToolGroupManager.getToolGroup(this.#groupId);
    // A tool that several drags hold has the bindings of all: they add up. The left button's comes last, for the pointer.
    for (const { tool, binding } of others(this.#drag)) group?.setToolActive(nameOf(tool), { bindings: [binding] });
    group?.setToolActive(nameOf(this.#primary), { bindings: [{ mouseButton: Primary }] });
  }

  /** Ends a figure with an open end, as Enter does; false when none is being drawn. */
  finish(): boolean {
    return this.#drafts().some((tool) => tool.finish());
  }

  /** Drops what is half drawn. */
  cancel(): void {
    for (const tool of this.#drafts()) tool.cancel();
  }

  #drafts(): readonly PointsTool[] {
    const group = ToolGroupManager.getToolGroup(this.#groupId);
    return Object.values(POINT_DRAWINGS).flatMap(({ toolName }) => {
      const tool: unknown = group?.getToolInstance(toolName);
      return tool instanceof PointsTool ? [tool] : [];
    });
  }

  attach(viewportId: string): void {
    ToolGroupManager.getToolGroup(this.#groupId)?.addViewport(viewportId, this.#engineId);
  }

  detach(viewportId: string): void {
    ToolGroupManager.getToolGroup(this.#groupId)?.removeViewports(this.#engineId, viewportId);
  }

  dispose(): void {
    this.#bag.dispose();
  }

  #register(tool: Parameters<typeof addTool>[0]): void {
    addTool(tool);
    this.#bag.add(() => removeTool(tool));
  }
}

const BUTTONS = {
  left: Primary,
  middle: Enums.MouseBindings.Auxiliary,
  right: Enums.MouseBindings.Secondary,
  both: Enums.MouseBindings.Primary_And_Secondary,
} as const;
const KEYS = {
  shift: Enums.KeyboardBindings.Shift,
  ctrl: Enums.KeyboardBindings.Ctrl,
  alt: Enums.KeyboardBindings.Alt,
} as const;

/** Without what does nothing, and without the 3D cursor, which is no tool of Cornerstone's. */
function others(drag: DragActs): readonly OtherDrag[] {
  return DragName.options.flatMap((name): OtherDrag[] => {
    const tool = drag[name];
    if (tool === 'none' || tool === 'cursor') return [];
    const { button, key } = partsOfDrag(name);
    const mouseButton = BUTTONS[button];
    return [{ tool, binding: key === null ? { mouseButton } : { mouseButton, modifierKey: KEYS[key] } }];
  });
}

function nameOf(tool: PrimaryTool): string {
  return tool in NAVIGATION_TOOLS
    ? NAVIGATION_TOOLS[tool as NavigationTool].toolName
    : DRAWING_TOOLS[tool as MeasureTool].toolName;
}

/** Drawings are thin and bright, and their text stands on a plate. Colours come from tokens.css. */
function drawingStyle() {
  const tokens = getComputedStyle(document.documentElement);
  const colour = (name: string): string => tokens.getPropertyValue(name).trim();
  const [plain, near, chosen] = [colour('--color-drawing'), colour('--color-drawing-near'), colour('--color-accent')];
  return {
    global: {
      color: plain,
      colorHighlighted: near,
      colorSelected: chosen,
      colorLocked: colour('--color-quiet'),
      lineWidth: '1.25',
      lineDash: '',
      shadow: true,
      textBoxFontFamily: colour('--font-family'),
      textBoxFontSize: `${TEXT_SIZE}px`,
      textBoxColor: plain,
      textBoxColorHighlighted: near,
      textBoxColorSelected: chosen,
      textBoxBackground: colour('--color-plate'),
      textBoxMargin: TEXT_MARGIN,
      textBoxBorderRadius: 2,
      textBoxLinkLineWidth: '1',
      textBoxLinkLineDash: '2,3',
      textBoxShadow: false,
      textBoxVisibility: true,
    },
  };
}
