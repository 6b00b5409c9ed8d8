import type { Types as ToolTypes } from '@cornerstonejs/tools';
import type { MeasureTool } from '../../../shared/model/measurement.ts';

/** Told whenever Cornerstone would have worked out values of a drawing. */
export interface DrawingSink {
  readonly moved: (tool: MeasureTool, annotation: ToolTypes.Annotation) => void;
  readonly lines: (data: ToolTypes.Annotation['data']) => readonly string[];
  /** Asks the reader for the words of an arrow; empty text removes it. */
  readonly askText: (done: (text: string) => void) => void;
}
