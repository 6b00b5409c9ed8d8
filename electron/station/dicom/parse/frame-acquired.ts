import type { FrameAcquired, Vec3 } from '../../../../shared/model/image.ts';
import type { TagName } from '../../../../shared/dicom/tags.ts';
import type { Attributes } from './attributes.ts';

/** Where a macro of a frame stands: its own group, the shared one, else the data set itself. */
export type Group = (name: TagName) => Attributes;

/** Values of a frame type; the standard has four. */
const MAX_TYPES = 16;
const MAX_TEXT = 64;

/** Frame types stand in a sequence of their modality. */
const TYPE_GROUPS = [
  'mrFrameType',
  'ctFrameType',
  'petFrameType',
  'breastFrameType',
  'framePixelProperties',
] as const satisfies readonly TagName[];

/**
 * What tells this frame from others at the same place: diffusion, echo, heart, time, acquisition, type, side.
 * @param grouped its functional groups stand for it (Part 3, A.1.2); null for an object without them
 */
export function frameAcquired(top: Attributes, group: Group, grouped: boolean): FrameAcquired | undefined {
  const content = grouped ? group('frameContent') : top;
  const heart = group('cardiacSynchronization');
  const anatomy = grouped ? group('frameAnatomy') : null;
  const said: { [K in keyof FrameAcquired]: FrameAcquired[K] | null } = {
    ...diffusion(top, group('mrDiffusion')),
    echoTime: group('mrEcho').number('effectiveEchoTime') ?? top.number('echoTime'),
    echoNumber: top.integer('echoNumbers'),
    triggerTime: heart.number('cardiacTriggerDelay') ?? top.number('triggerTime'),
    cardiacPhase: heart.number('cardiacPhasePercent') ?? content.number('cardiacPhasePercent'),
    temporalOffset: group('temporalPositions').number('temporalOffset'),
    acquisitionNumber: grouped ? content.integer('frameAcquisition') : null,
    frameType: grouped ? frameType(group) : null,
    laterality: side(anatomy?.text('frameLaterality') ?? null),
    anatomy: anatomy?.item('anatomicRegion')?.text('codeMeaning')?.slice(0, MAX_TEXT) ?? null,
    gantryTilt: top.number('gantryTilt'),
    referenceDateTime: grouped ? dateTime(content, 'frameReferenceDateTime') : null,
    acquisitionDateTime: grouped ? dateTime(content, 'frameAcquisitionDateTime') : null,
  };
  const kept = Object.entries(said).filter(([, value]) => value !== null && value !== undefined);
  // Entries of the object above, with what was not said left out.
  return kept.length === 0 ? undefined : (Object.fromEntries(kept) as FrameAcquired);
}

type Diffusion = 'bValue' | 'directionality' | 'gradient';

function diffusion(top: Attributes, macro: Attributes): { [K in Diffusion]: FrameAcquired[K] | null } {
  const direction = (macro.item('gradientDirections') ?? macro).vector('gradientOrientation', 3);
  const [x = 0, y = 0, z = 0] = direction ?? [];
  const gradient: Vec3 | null = direction && Math.hypot(x, y, z) > 0.01 ? [x, y, z] : null;
  return {
    bValue: bounded(macro.number('bValue') ?? privateBValue(top)),
    directionality: macro.text('diffusionDirectionality')?.slice(0, MAX_TEXT) ?? null,
    gradient,
  };
}

/**
 * Devices of before the standard's own attribute (2003) write it in their private blocks. Only where the block's creator is
 * named, and only the first block, which is where they put it.
 */
function privateBValue(top: Attributes): number | null {
  if (top.text('siemensCreator') === 'SIEMENS MR HEADER') return top.number('siemensBValue');
  if (top.text('philipsCreator') === 'Philips Imaging DD 001') return top.number('philipsBValue');
  if (top.text('geCreator') !== 'GEMS_PARM_01') return null;
  const value = top.number('geBValues');
  // Some versions add 1e9 to mark the kind of scan.
  return value === null ? null : value % 1e9;
}

function bounded(value: number | null): number | null {
  return value !== null && value >= 0 && value <= 100_000 ? value : null;
}

function frameType(group: Group): string[] | null {
  for (const name of TYPE_GROUPS) {
    const texts = group(name).texts('frameType');
    if (texts.length > 0) return texts.slice(0, MAX_TYPES).map((text) => text.slice(0, MAX_TEXT));
  }
  return null;
}

function dateTime(content: Attributes, name: TagName): string | null {
  return content.text(name)?.slice(0, MAX_TEXT) ?? null;
}

function side(text: string | null): string | null {
  return text !== null && ['L', 'R', 'B', 'U'].includes(text) ? text : null;
}
