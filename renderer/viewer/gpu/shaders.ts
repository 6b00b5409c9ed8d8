/** One triangle over the whole picture. */
export const VERTEX = `#version 300 es
void main() {
  vec2 corner = vec2(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0);
  gl_Position = vec4(corner, 0.0, 1.0);
}`;

/** Columns of the texture that holds a table: 65,536 greys in rows of 256. */
export const TABLE_SIDE = 256;

/**
 * Stored value to table to grey, in whole numbers throughout: nothing is interpolated, nothing is rounded. What the table does
 * not know is black, as on the processor.
 * @param values 'isampler2D' for signed stored values, 'usampler2D' for others
 */
export function fragment(values: 'isampler2D' | 'usampler2D'): string {
  return `#version 300 es
precision highp float;
precision highp int;
uniform highp ${values} stored;
uniform highp usampler2D greys;
uniform int first;
uniform int last;
uniform int rows;
out vec4 colour;
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  int place = int(texelFetch(stored, ivec2(at.x, rows - 1 - at.y), 0).r) - first;
  uint grey = 0u;
  if (place >= 0 && place <= last) {
    grey = texelFetch(greys, ivec2(place & ${TABLE_SIDE - 1}, place >> 8), 0).r;
  }
  colour = vec4(vec3(float(grey) / 255.0), 1.0);
}`;
}
