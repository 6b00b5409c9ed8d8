import { describe, expect, it } from 'vitest';
import { slicePlane, techniqueText } from '../../../../shared/report/technique.ts';
import type { TechniqueSeries } from '../../../../shared/report/technique.ts';

const series = (more: Partial<TechniqueSeries>): TechniqueSeries => ({
  modality: 'CT',
  description: null,
  objects: 1,
  frames: more.objects ?? 1,
  isLocalizer: false,
  plane: null,
  thicknesses: [],
  views: [],
  ...more,
});
const study = (description: string | null, ...bodyParts: string[]) => ({ description, bodyParts });

describe('the technique', () => {
  it('names modality, region, plane, images, slices and the series as the site named it', () => {
    const lung = series({ description: 'lung', objects: 100, plane: 'axial', thicknesses: [2.5] });
    expect(techniqueText([lung], study('CT CAP', 'CHEST'))).toBe(
      'CT chest, abdomen and pelvis: 100 axial images, 2.5 mm slices (lung).',
    );
  });

  it('says nothing that no header says', () => {
    expect(techniqueText([series({})], study(null))).toBe('CT: 1 image.');
    expect(techniqueText([series({ modality: null })], study('CT chest'))).toBe('');
    expect(techniqueText([], study('CT chest'))).toBe('');
  });

  it('takes the body part of the series where the description names no region', () => {
    expect(techniqueText([series({ modality: 'MR' })], study('Routine', 'BRAIN'))).toBe('MR head: 1 image.');
  });

  it('leaves out documents and gives each modality a line', () => {
    const all = [
      series({ objects: 34, plane: 'axial', thicknesses: [5, 1.25, 5] }),
      series({ modality: 'PT', objects: 34, description: 'AC' }),
      series({ modality: 'SR', description: 'Dose' }),
    ];
    expect(techniqueText(all, study(null))).toBe('CT: 34 axial images, 1.25 and 5 mm slices.\nPT: 34 images (AC).');
  });

  it('counts frames as slices where they are, and as frames of a cine where they are not', () => {
    expect(techniqueText([series({ modality: 'MR', frames: 24, plane: 'sagittal' })], study(null))).toBe(
      'MR: 24 sagittal images.',
    );
    expect(techniqueText([series({ modality: 'US', objects: 2, frames: 61 })], study(null))).toBe(
      'US: 2 images with 61 frames.',
    );
  });

  it('names the views of projections and marks localizers', () => {
    const views = series({ modality: 'MG', objects: 2, views: ['RIGHT CC', 'LEFT CC'] });
    expect(techniqueText([views], study('Mammography'))).toBe('MG breast: 2 images, RIGHT CC, LEFT CC.');
    expect(techniqueText([series({ isLocalizer: true, objects: 2 })], study(null))).toBe('CT: 2 localizer images.');
  });

  it('stops after twelve series and says how many more there are', () => {
    const many = Array.from({ length: 15 }, (_, n) => series({ description: `s${n}` }));
    const text = techniqueText(many, study(null));
    expect(text).toContain('(s11); and 3 more series.');
    expect(text).not.toContain('s12');
  });
});

describe('the plane of a slice', () => {
  it('is the one it lies near, and none between two', () => {
    expect(slicePlane([1, 0, 0, 0, 1, 0])).toBe('axial');
    expect(slicePlane([1, 0, 0, 0, 0, -1])).toBe('coronal');
    expect(slicePlane([0, 1, 0, 0, 0, -1])).toBe('sagittal');
    expect(slicePlane([1, 0, 0, 0, Math.cos(0.4), Math.sin(0.4)])).toBe('axial');
    expect(slicePlane([1, 0, 0, 0, Math.SQRT1_2, Math.SQRT1_2])).toBeNull();
  });
});
