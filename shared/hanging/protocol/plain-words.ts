import type { AttributeValue } from './attributes.ts';
import type { Rule } from './condition.ts';
import { ruleWords } from './rules.ts';

/** What pictures are, as a reader says it: "lung" is the look of a CT that was made for the lung. */
const CONTENT: Readonly<Record<string, string>> = {
  ...{ flair: 'FLAIR', 't2-star': 'T2*', swi: 'susceptibility-weighted (SWI)', dwi: 'diffusion-weighted' },
  ...{ adc: 'ADC map', mra: 'MR angiography', pd: 'proton density', stir: 'STIR', 'fat-suppressed': 'fat-suppressed' },
  ...{ t1: 'T1-weighted', t2: 'T2-weighted', perfusion: 'perfusion', 'perfusion-map': 'map of the perfusion' },
  ...{ dynamic: 'dynamic series', arterial: 'arterial phase', venous: 'venous phase', delayed: 'delayed phase' },
  ...{ contrast: 'with contrast', 'without-contrast': 'without contrast', bone: 'made for the bone' },
  ...{ lung: 'made for the lung', angio: 'angiography', mip: 'maximum projection (MIP)', mpr: 'reformat' },
  ...{ 'volume-rendered': 'volume rendering', 'attenuation-corrected': 'corrected for attenuation' },
  ...{ 'not-attenuation-corrected': 'not corrected for attenuation', subtraction: 'subtraction', localiser: 'scout' },
  ...{ 'dose-report': 'dose report', paper: 'paper', cine: 'cine' },
  ...{ waveform: 'waveform (curves over time)' },
};
const SIDES: Readonly<Record<string, string>> = { L: 'left', R: 'right', B: 'both sides', U: 'unpaired' };
const REGIONS = 'of the ';

/** A rule as a reader would say it: "axial slices", "rather not T1-weighted", "at least 12 pictures". */
export function plainRule(rule: Rule): string {
  const words = said(rule);
  return rule.weight < 0 ? `rather not ${words}` : words;
}

function said(rule: Rule): string {
  switch (rule.is) {
    case 'equals':
      return valueSaid(rule.attribute, rule.value) ?? ruleWords(rule);
    case 'in': {
      const [first, ...more] = rule.values.map(String);
      if (first === undefined) return ruleWords(rule);
      const listed = more.length === 0 ? first : `${[first, ...more.slice(0, -1)].join(', ')} or ${more.at(-1) ?? ''}`;
      return rule.attribute === 'region' || rule.attribute === 'part' ? `${REGIONS}${listed}` : ruleWords(rule);
    }
    case 'contains-word':
      return `called ${quoted(rule.words)}`;
    case 'without-word':
      return `not called ${quoted(rule.words)}`;
    case 'range':
      return rangeSaid(rule.attribute, rule.from, rule.to) ?? ruleWords(rule);
    default:
      return rule.attribute === 'images' && rule.is === 'present' ? 'has pictures' : ruleWords(rule);
  }
}

function valueSaid(attribute: Rule['attribute'], value: AttributeValue): string | null {
  switch (attribute) {
    case 'modality':
      return String(value);
    case 'content':
      return CONTENT[String(value)] ?? String(value);
    case 'plane':
      return `${String(value)} slices`;
    case 'side':
      return SIDES[String(value)] ?? null;
    case 'view':
      return `the view ${String(value)}`;
    case 'technique':
      return `a study of ${String(value)}`;
    case 'minor':
      return value === false ? 'no scout and no map' : 'a scout or a map';
    case 'cine':
      return value === true ? 'frames that follow each other in time' : null;
    case 'bValue':
      return `b-value ${String(value)}`;
    case 'kernel':
      return `reconstructed with ${String(value)}`;
    case 'seriesNumber':
      return `number ${String(value)} of its study`;
    case 'monitors':
      return value === 1 ? 'on one window' : `on ${String(value)} windows`;
    default:
      return null;
  }
}

function rangeSaid(attribute: Rule['attribute'], from: number | undefined, to: number | undefined): string | null {
  const range =
    from === undefined ? `at most ${to ?? 0}` : to === undefined ? `at least ${from}` : `from ${from} to ${to}`;
  if (attribute === 'images') return `${range} ${(to ?? from) === 1 ? 'picture' : 'pictures'}`;
  if (attribute === 'thickness') return `slices ${range} mm thick`;
  return attribute === 'echoTime' ? `an echo time ${range} ms` : null;
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `“${word.replace('*', '…')}”`).join(' or ');
}
