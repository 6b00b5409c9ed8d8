/** What the subtraction of X-ray runs reads (Part 3 C.7.6.10, C.8.7.1). */
export const XRAY_TAG = {
  pixelIntensity: [0x00281040, 'CS'],
  recommendedViewing: [0x00281090, 'CS'],
  maskSubtraction: [0x00286100, 'SQ'],
  maskOperation: [0x00286101, 'CS'],
  applicableFrames: [0x00286102, 'US'],
  maskFrames: [0x00286110, 'US'],
  contrastAveraging: [0x00286112, 'US'],
  maskShift: [0x00286114, 'FL'],
  tidOffset: [0x00286120, 'SS'],
  framePixelShift: [0x00289415, 'SQ'],
  subtractionItem: [0x00289416, 'US'],
} as const;
