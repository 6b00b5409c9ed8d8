import type { SimModality } from './distributions.ts';

/** How hospitals call the same thing. The plan sees only these words, never the part behind them. */
export interface Kind {
  readonly part: string;
  readonly modality: SimModality;
  readonly weight: number;
  readonly names: readonly string[];
}

export const KINDS: readonly Kind[] = [
  {
    part: 'head',
    modality: 'CT',
    weight: 12,
    names: ['CT HEAD W/O CONTRAST', 'Schädel-CT nativ', 'TDM cérébrale', 'TAC craneal', 'CT hersenen'],
  },
  { part: 'head', modality: 'MR', weight: 4, names: ['MRI BRAIN W/WO', 'MRT Kopf', 'IRM cérébrale', 'RM cerebral'] },
  {
    part: 'chest',
    modality: 'DX',
    weight: 18,
    names: ['XR CHEST 2 VIEWS', 'Röntgen Thorax', 'Radiographie thorax', 'CXR AP PORTABLE', 'X-thorax'],
  },
  {
    part: 'chest',
    modality: 'CT',
    weight: 9,
    names: ['CT CHEST W CONTRAST', 'CTPA', 'CT Thorax', 'Scanner thoracique', 'TAC tórax'],
  },
  {
    part: 'trunk',
    modality: 'CT',
    weight: 12,
    names: ['CT ABD PELVIS W', 'CT Abdomen mit KM', 'TDM TAP', 'TAC abdomen y pelvis', 'CT CAP'],
  },
  {
    part: 'trunk',
    modality: 'US',
    weight: 5,
    names: ['US ABDOMEN', 'Sono Abdomen', 'Echographie abdominale', 'Echo bovenbuik'],
  },
  { part: 'trunk', modality: 'MR', weight: 1, names: ['MRI ABDOMEN', 'MRT Oberbauch', 'MRCP'] },
  { part: 'cervical spine', modality: 'CT', weight: 4, names: ['CT C-SPINE', 'CT HWS', 'TAC columna cervical'] },
  {
    part: 'lumbar spine',
    modality: 'MR',
    weight: 4,
    names: ['MRI LUMBAR SPINE', 'MRT LWS', 'IRM rachis lombaire', 'RM columna lumbar'],
  },
  { part: 'lumbar spine', modality: 'DX', weight: 3, names: ['XR L-SPINE', 'Röntgen LWS', 'RX columna lumbar'] },
  { part: 'knee', modality: 'DX', weight: 4, names: ['XR KNEE 3V', 'Knie 2 Ebenen', 'Radio genou'] },
  { part: 'knee', modality: 'MR', weight: 2, names: ['MRI KNEE', 'MRT Knie', 'IRM genou'] },
  { part: 'hand', modality: 'DX', weight: 5, names: ['XR HAND', 'Röntgen Hand', 'RX mano'] },
  { part: 'ankle', modality: 'DX', weight: 5, names: ['XR ANKLE', 'OSG 2 Eb.', 'Rx cheville', 'X-enkel'] },
  { part: 'hip', modality: 'DX', weight: 4, names: ['XR HIP 2V', 'Röntgen Hüfte', 'Radio hanche'] },
  { part: 'breast', modality: 'MG', weight: 3, names: ['MAMMO SCREENING', 'Mammographie', 'Mamografía'] },
  { part: 'legs', modality: 'US', weight: 3, names: ['US DVT LEG', 'Duplex Beinvenen', 'Eco doppler venoso MMII'] },
];

export const SILENT: readonly string[] = ['Study 1', 'Outside films', 'Untersuchung', 'IMPORT', 'protocol 7'];
