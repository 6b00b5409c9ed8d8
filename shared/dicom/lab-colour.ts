/** CIE L*a*b* of the D50 white (Part 3, C.10.7.1.1) as sRGB, 0 to 255 each; what sRGB cannot show is clipped. */
export function srgbOfLab([lightness, a, b]: readonly [number, number, number]): readonly [number, number, number] {
  const fy = (lightness + 16) / 116;
  const [x, y, z] = [D50[0] * inverse(fy + a / 500), D50[1] * inverse(fy), D50[2] * inverse(fy - b / 200)];
  // PCS (D50) to linear sRGB, Bradford adapted.
  return [
    gamma(3.1338561 * x - 1.6168667 * y - 0.4906146 * z),
    gamma(-0.9787684 * x + 1.9161415 * y + 0.033454 * z),
    gamma(0.0719453 * x - 0.2289914 * y + 1.4052427 * z),
  ];
}

const D50 = [0.9642, 1, 0.8249] as const;

function inverse(t: number): number {
  return t > 6 / 29 ? t ** 3 : 3 * (6 / 29) ** 2 * (t - 4 / 29);
}

function gamma(linear: number): number {
  const clipped = Math.max(0, Math.min(1, linear));
  const value = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055;
  return Math.round(value * 255);
}
